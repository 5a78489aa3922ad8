import { z } from "zod";

const name = z.string().trim().min(1, "Give a name.").max(200, "At most 200 characters.");

export const newProgram = z.object({ name, parentId: z.uuid().nullable().default(null) });
export type NewProgram = z.infer<typeof newProgram>;

/** `version` is the one the editor saw: a later one is a conflict. */
export const programRename = z.object({ id: z.uuid(), version: z.number().int().positive(), name });
export type ProgramRename = z.infer<typeof programRename>;

export const programMove = z.object({
  id: z.uuid(),
  version: z.number().int().positive(),
  parentId: z.uuid().nullable(),
});
export const programDirect = z.object({
  id: z.uuid(),
  version: z.number().int().positive(),
  directorId: z.uuid().nullable(),
});
export type ProgramDirect = z.infer<typeof programDirect>;

export type ProgramMove = z.infer<typeof programMove>;
