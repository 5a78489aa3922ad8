import { z } from "zod";
import { subjectRef } from "../subject/input";
import { sameSubject } from "../subject/subject";
import { LINK_KINDS } from "./kind";

export const LINKS_SHOWN = 200;

export const linkList = z.object({ about: subjectRef });
export type LinkList = z.infer<typeof linkList>;

export const linkSearch = z.object({ about: subjectRef, q: z.string().trim().max(200).default("") });
export type LinkSearch = z.infer<typeof linkSearch>;

export const linkDelete = z.object({ linkId: z.uuid() });
export type LinkDelete = z.infer<typeof linkDelete>;

/** From the record that is looked at: `turned` reads the link from its second record. */
export const linkCreate = z
  .object({ from: subjectRef, to: subjectRef, kind: z.enum(LINK_KINDS), turned: z.boolean().default(false) })
  .refine(({ from, to }) => !sameSubject(from, to), { path: ["to"], message: "A record cannot be linked to itself." });
export type LinkCreate = z.infer<typeof linkCreate>;
