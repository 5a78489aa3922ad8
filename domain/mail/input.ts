import { z } from "zod";

export const mailRef = z.object({ mailId: z.uuid() });
export const mailPage = z.object({ page: z.int().min(1).max(1000).default(1) });
