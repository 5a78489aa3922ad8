import { z } from "zod";
import { AUTH_KINDS, type AuthKind, PLATFORMS, type Platform } from "./choice";
import { headersOf, headerText } from "./header";
import { prometheusConfig } from "./prometheus";

const visible = (max: number) => z.string().trim().min(1).max(max);

export const secret = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("basic"),
    username: headerText.regex(/^[^:]*$/, "Must not contain a colon."),
    password: headerText,
  }),
  z.object({ kind: z.literal("bearer"), token: headerText }),
  z.object({ kind: z.literal("headers"), headers: headersOf(1) }),
]);
export type Secret = z.infer<typeof secret>;

export const connectionUrl = z
  .string()
  .trim()
  .max(2048)
  .superRefine((text, ctx) => {
    const refuse = (message: string): void => ctx.addIssue({ code: "custom", message });
    if (!URL.canParse(text)) return refuse("Must be a full address such as https://models.example.org/metrics.");
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:") refuse("Must start with https:// or http://.");
    if (url.username !== "" || url.password !== "") refuse("Must not contain a password; choose a sign-in instead.");
    if (url.hash !== "") refuse("Must not contain a # part.");
  });

/** Names of the measures that are followed; empty means all. */
const measures = z.array(visible(500)).max(1000).default([]);

export const openmetricsConfig = z.object({
  /** Label that names the model; without it every sample belongs to `model`. */
  modelLabel: visible(200).default("model"),
  versionLabel: visible(200).default("version"),
  windowLabel: visible(200).default("window"),
  /** Model of samples that carry no such label; null leaves them out. */
  model: visible(200).nullable().default(null),
  /** Only names that start so are read; the start is dropped from the measure's name. */
  prefix: z.string().max(200).default(""),
  /** Two versions measured at one instant become two series instead of an error. */
  splitByVersion: z.boolean().default(false),
  measures,
});
export type OpenmetricsConfig = z.infer<typeof openmetricsConfig>;

export const mlflowConfig = z.object({
  /** Names of registered models to read; empty means all. */
  models: z.array(visible(500)).max(1000).default([]),
  /** Experiments (ids) whose runs carry monitoring figures. */
  experiments: z.array(visible(64)).max(100).default([]),
  /** Tag of such a run that names the registered model. */
  modelTag: visible(200).default("model"),
  measures,
});
export type MlflowConfig = z.infer<typeof mlflowConfig>;

export const INTERVAL_SECONDS = { min: 10, max: 604_800, default: 300 } as const;

const target = {
  platform: z.enum(PLATFORMS),
  url: connectionUrl,
  auth: z.enum(AUTH_KINDS),
  /** Left out: the stored one is kept, as long as the address stays on the same server. */
  secret: secret.optional(),
  config: z.record(z.string(), z.unknown()).default({}),
};

const details = {
  name: visible(120),
  intervalSeconds: z
    .number()
    .int()
    .min(INTERVAL_SECONDS.min)
    .max(INTERVAL_SECONDS.max)
    .default(INTERVAL_SECONDS.default),
};

type Target = { platform: Platform; auth: AuthKind; secret?: Secret | undefined; config: Record<string, unknown> };

const CONFIGS = { openmetrics: openmetricsConfig, mlflow: mlflowConfig, prometheus: prometheusConfig };

function checkTarget(input: Target, ctx: z.RefinementCtx): void {
  if (input.secret && input.secret.kind !== input.auth)
    ctx.addIssue({ code: "custom", path: ["secret"], message: "The sign-in given is of another kind than chosen." });
  for (const issue of CONFIGS[input.platform].safeParse(input.config).error?.issues ?? [])
    ctx.addIssue({ code: "custom", path: ["config", ...issue.path], message: issue.message });
}

export const connectionTest = z.object({ ...target, connectionId: z.uuid().optional() }).superRefine(checkTarget);
export type ConnectionTest = z.infer<typeof connectionTest>;

export const connectionCreate = z.object({ ...details, ...target }).superRefine((input, ctx) => {
  checkTarget(input, ctx);
  if (input.auth !== "none" && !input.secret)
    ctx.addIssue({ code: "custom", path: ["secret"], message: "Give the sign-in, or choose none." });
});
export type ConnectionCreate = z.infer<typeof connectionCreate>;

export const connectionEdit = z
  .object({ connectionId: z.uuid(), version: z.number().int(), ...details, ...target })
  .superRefine(checkTarget);
export type ConnectionEdit = z.infer<typeof connectionEdit>;

export const connectionPause = z.object({ connectionId: z.uuid(), version: z.number().int(), paused: z.boolean() });
export type ConnectionPause = z.infer<typeof connectionPause>;

/** Looks at what a server has before anything of it is followed. Its settings need not be whole yet. */
export const connectionBrowse = z
  .object({
    ...target,
    connectionId: z.uuid().optional(),
    search: z.string().trim().max(200).default(""),
    metric: z.string().max(500).nullable().default(null),
  })
  .superRefine(checkTarget);
export type ConnectionBrowse = z.infer<typeof connectionBrowse>;

const MOST_BACKFILL_DAYS = 800;
const DAY_MS = 86_400_000;

/** Days of the organisation's calendar, both included. */
export const backfillStart = z
  .object({ connectionId: z.uuid(), from: z.iso.date(), to: z.iso.date() })
  .superRefine(({ from, to }, ctx) => {
    if (to < from) ctx.addIssue({ code: "custom", path: ["to"], message: "The last day lies before the first." });
    else if (Date.parse(to) - Date.parse(from) > MOST_BACKFILL_DAYS * DAY_MS)
      ctx.addIssue({ code: "custom", path: ["from"], message: `At most ${MOST_BACKFILL_DAYS} days at once.` });
  });
export type BackfillStart = z.infer<typeof backfillStart>;

export const backfillRef = z.object({ backfillId: z.uuid() });
export type BackfillRef = z.infer<typeof backfillRef>;

export const connectionRef = z.object({ connectionId: z.uuid() });
export type ConnectionRef = z.infer<typeof connectionRef>;

export const connectionDelete = z.object({ connectionId: z.uuid(), reason: visible(500) });
export type ConnectionDelete = z.infer<typeof connectionDelete>;

/** A stored secret may only go where it went before: to the same scheme, host and port. */
export function sameServer(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}
