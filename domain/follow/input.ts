import { z } from "zod";
import { subjectRef } from "../subject/input";

export const followState = z.object({ about: subjectRef });
export type FollowState = z.infer<typeof followState>;

export const followSet = z.object({ about: subjectRef, following: z.boolean() });
export type FollowSet = z.infer<typeof followSet>;
