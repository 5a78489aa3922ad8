import { z } from "zod";
import { subjectRef } from "../subject/subject";

export const LINKS_SHOWN = 200;

export const linkList = z.object({ about: subjectRef });
export type LinkList = z.infer<typeof linkList>;

export const linkSearch = z.object({ about: subjectRef, q: z.string().trim().max(200).default("") });
export type LinkSearch = z.infer<typeof linkSearch>;

export const linkDelete = z.object({ linkId: z.uuid() });
export type LinkDelete = z.infer<typeof linkDelete>;
