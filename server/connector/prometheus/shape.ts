import { z } from "zod";

const said = z.array(z.string()).nullish();

/** What every good answer carries: warnings and partial results are told by the servers that can give them. */
const envelope = <T extends z.ZodType>(data: T) =>
  z.object({
    status: z.literal("success"),
    data,
    warnings: said,
    infos: said,
    /** VictoriaMetrics: some of its stores did not answer. */
    isPartial: z.boolean().nullish(),
  });

const labels = z.record(z.string(), z.string());

/** The values are looked at one by one by the mapper: hundreds of thousands of them need no schema each. */
export const matrix = envelope(
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(z.unknown()).default([]) })),
  }),
);
export type Matrix = z.infer<typeof matrix>;

/** An answer to a query whose result does not matter. */
export const anyResult = envelope(z.unknown());

export const names = envelope(z.array(z.string()).nullable());
export const labelSets = envelope(z.array(labels).nullable());

export const metadata = envelope(
  z
    .record(
      z.string(),
      z.array(z.object({ type: z.string(), help: z.string().default(""), unit: z.string().default("") })),
    )
    .nullable(),
);

export const buildInfo = z.object({ status: z.literal("success"), data: z.object({ version: z.string() }) });

/** What comes with a refusal. */
export const refusal = z.object({ status: z.literal("error"), errorType: z.string().default(""), error: z.string() });
