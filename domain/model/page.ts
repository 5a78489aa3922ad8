import { z } from "zod";

/** One model's page; `days`: how far back its charts go. */
export const modelPageInput = z.object({
  modelId: z.uuid(),
  days: z.number().int().min(7).max(800).default(90),
});
export type ModelPageInput = z.infer<typeof modelPageInput>;

const text = (max: number) => z.string().trim().max(max);

export const modelEdit = z.object({
  modelId: z.uuid(),
  version: z.number().int().min(1),
  name: text(200).min(1, "Give the model a name."),
  purpose: text(2000).nullable(),
  /** The foundation model it builds on, with its snapshot; left as it is where it is not given. */
  baseModel: text(120).nullable().optional(),
  tier: z.number().int().min(1).max(3).nullable(),
  status: z.enum(["development", "live", "retired"]),
  initiativeId: z.uuid().nullable(),
  builderId: z.uuid().nullable(),
  operatorId: z.uuid().nullable(),
});
export type ModelEdit = z.infer<typeof modelEdit>;

/** The measure shown first for its model. */
export const mainMeasure = z.object({ seriesId: z.uuid() });
export type MainMeasure = z.infer<typeof mainMeasure>;
