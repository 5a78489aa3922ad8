import { z } from "zod";
import { SUBJECT_NOUNS, type SubjectRef } from "./subject";

export const subjectRef: z.ZodType<SubjectRef, SubjectRef> = z.object({ noun: z.enum(SUBJECT_NOUNS), id: z.uuid() });
