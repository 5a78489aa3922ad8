import { z } from "zod";
import { MATRIX_SIZE, type MatrixDefinition, matrixFaults } from "./matrix";
import { SEVERITIES } from "./severity";

/** Most levels a matrix may tell apart: one for each cell of the largest. */
const MOST_LEVELS = MATRIX_SIZE.most * MATRIX_SIZE.most;
const NAME = 60;

const name = z.string().trim().min(1, "Give it a name.").max(NAME);
const step = z.object({ name, from: z.number().min(0).optional(), to: z.number().min(0).optional() });
const index = z.number().int().min(0);

/** A definition that can be used: well formed, and never milder where it is worse. */
export const matrixDefinition: z.ZodType<MatrixDefinition, MatrixDefinition> = z
  .object({
    likelihoods: z.array(step).max(MATRIX_SIZE.most),
    impacts: z.array(step).max(MATRIX_SIZE.most),
    levels: z.array(z.object({ name, severity: z.enum(SEVERITIES) })).max(MOST_LEVELS),
    grid: z.array(z.array(index).max(MATRIX_SIZE.most)).max(MATRIX_SIZE.most),
    floors: z
      .array(z.object({ category: z.string().trim().min(1).max(NAME), impact: index, severity: z.enum(SEVERITIES) }))
      .max(40),
  })
  .superRefine((matrix, check) => {
    for (const { path, message } of matrixFaults(matrix))
      check.addIssue({
        code: "custom",
        message,
        path: path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      });
  });

export const newMatrixVersion = z.object({
  /** Absent for the first version of a new matrix. */
  matrixId: z.uuid().optional(),
  name,
  definition: matrixDefinition,
  note: z.string().trim().max(2_000).default(""),
});
export type NewMatrixVersion = z.infer<typeof newMatrixVersion>;

/** `version` is that of the organisation's risk setting the chooser saw. */
export const matrixActivation = z.object({ versionId: z.uuid(), version: z.number().int().positive() });
export type MatrixActivation = z.infer<typeof matrixActivation>;
export const reratingPreview = z.object({ versionId: z.uuid() });

/** Which open risks are assessed again by the matrix in use; the others keep the cell of the version they were assessed by. */
export const rerating = z.object({ versionId: z.uuid(), riskIds: z.array(z.uuid()).min(1).max(1_000) });
export type Rerating = z.infer<typeof rerating>;
