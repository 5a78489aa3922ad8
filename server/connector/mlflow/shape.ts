import { z } from "zod";

/** 64-bit numbers arrive as numbers or as text, depending on the server's release. */
const int64 = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

const SPECIAL: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

/** The SQL stores of MLflow keep an infinity as the largest number there is. */
const unbounded = (value: number): number =>
  Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;

/** A measured value: JSON has no NaN or infinity, so servers write them as text. */
const float = z.union([
  z.number().transform(unbounded),
  z.string().transform((text, ctx) => {
    const value = SPECIAL[text.toLowerCase()] ?? Number(text.trim() === "" ? "none" : text);
    if (Number.isNaN(value) && text.toLowerCase() !== "nan")
      ctx.addIssue({ code: "custom", message: `"${text}" is no number` });
    return value;
  }),
]);

/** Largest instant a server may name, in milliseconds. */
const MAX_MS = Date.UTC(2101, 0, 1);
const millis = int64.refine((ms) => ms >= 0 && ms < MAX_MS, "no instant in milliseconds between 1970 and 2100");

const token = z.string().optional();
const tag = z.object({ key: z.string(), value: z.string().default("") });

export const registeredModel = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(tag).default([]),
  aliases: z
    .array(z.object({ alias: z.string(), version: z.union([z.string(), z.number()]).transform(String) }))
    .default([]),
});
export type RegisteredModel = z.infer<typeof registeredModel>;

export const version = z.object({
  version: z.union([z.string(), z.number()]).transform(String),
  run_id: z.string().optional(),
  creation_timestamp: millis.optional(),
  current_stage: z.string().optional(),
  aliases: z.array(z.string()).default([]),
});
export type Version = z.infer<typeof version>;

export const metric = z.object({ key: z.string(), value: float, timestamp: millis, step: int64.default(0) });
export type Metric = z.infer<typeof metric>;

export const run = z.object({
  info: z.object({ run_id: z.string(), start_time: millis.optional() }),
  data: z
    .object({ metrics: z.array(metric).default([]), tags: z.array(tag).default([]) })
    .default({ metrics: [], tags: [] }),
});
export type Run = z.infer<typeof run>;

export const modelsPage = z.object({ registered_models: z.array(registeredModel).default([]), next_page_token: token });
export const versionsPage = z.object({ model_versions: z.array(version).default([]), next_page_token: token });
export const runsPage = z.object({ runs: z.array(run).default([]), next_page_token: token });
export const historyPage = z.object({ metrics: z.array(metric).default([]), next_page_token: token });
export const oneRun = z.object({ run });
