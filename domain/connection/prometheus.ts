import { z } from "zod";
import { headersOf, isTelling } from "./header";

/** Servers that answer Prometheus' interface, and want something of their own with it. */
export const PROMETHEUS_PRODUCTS = ["prometheus", "mimir", "thanos", "victoriametrics"] as const;
export type PrometheusProduct = (typeof PROMETHEUS_PRODUCTS)[number];

const visible = (max: number) => z.string().trim().min(1).max(max);

export const prometheusQuery = z.object({
  /** Name of the measure its results become; each label set but those of model and version is a series of it. */
  measure: visible(200),
  query: visible(4000),
  unit: visible(40).nullable().default(null),
});
export type PrometheusQuery = z.infer<typeof prometheusQuery>;

export const MOST_QUERIES = 50;

export const prometheusConfig = z.object({
  product: z.enum(PROMETHEUS_PRODUCTS).default("prometheus"),
  queries: z
    .array(prometheusQuery)
    .max(MOST_QUERIES)
    .default([])
    .superRefine((queries, ctx) => {
      const seen = new Set<string>();
      for (const [at, { measure }] of queries.entries()) {
        if (seen.has(measure))
          ctx.addIssue({ code: "custom", path: [at, "measure"], message: `Two queries are called "${measure}".` });
        seen.add(measure);
      }
    }),
  /** Label that names the model; without it every result belongs to `model`. */
  modelLabel: visible(200).default("model"),
  versionLabel: visible(200).default("version"),
  /** Model of results that carry no such label; null leaves them out. */
  model: visible(200).nullable().default(null),
  /** Labels that tell where a value was scraped, not what it measures. */
  dropLabels: z.array(visible(200)).max(50).default(["instance", "job"]),
  /** Two versions measured at one instant become two series; else the later version counts. */
  splitByVersion: z.boolean().default(false),
  /** Distance of two points: the server evaluates the query at each multiple of it. */
  stepSeconds: z.number().int().min(10).max(86_400).default(300),
  /** Days of the past the first poll reads. */
  historyDays: z.number().int().min(1).max(90).default(7),
  /** How late a value may be written and still be found by itself. */
  lateMinutes: z.number().int().min(0).max(2880).default(10),
  /** Sent as X-Scope-OrgID. */
  tenant: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z!._*'()|-]{1,150}$/, "Not a tenant: letters, digits and ! - _ . * ' ( ) |, at most 150.")
    .nullable()
    .default(null),
  /** Extra headers that are no secret. */
  headers: headersOf(0)
    .superRefine((headers, ctx) => {
      for (const name of Object.keys(headers).filter(isTelling))
        ctx.addIssue({
          code: "custom",
          message: `${name} looks like a secret: give it as the sign-in, which is sealed.`,
        });
    })
    .default({}),
  /** Values computed while a part of the stores did not answer may be too low; they are refused unless accepted. */
  acceptPartial: z.boolean().default(false),
  /** Thanos: one value of several replicas. */
  dedup: z.boolean().default(true),
});
export type PrometheusConfig = z.infer<typeof prometheusConfig>;
