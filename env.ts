import proxyAddress from "proxy-addr";
import { z } from "zod";
import { identityProviders } from "@/domain/access/provider";

const text = z.string().trim().min(1);

const days = z.coerce.number().int().min(1).max(36_500);

/** The entries of TRUSTED_PROXIES. */
export const proxyList = (setting: string): string[] =>
  setting
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Networks of the proxies whose X-Forwarded-For is believed: addresses, CIDR ranges or the words loopback, linklocal, uniquelocal. */
const proxies = z
  .string()
  .trim()
  .default("")
  .superRefine((setting, ctx) => {
    try {
      for (const entry of proxyList(setting)) {
        if (/^\d*$/.test(entry)) throw new TypeError(`name the proxies' addresses, not how many there are: ${entry}`);
        proxyAddress.compile(entry);
      }
    } catch (error) {
      ctx.addIssue({ code: "custom", message: error instanceof Error ? error.message : "not a list of networks" });
    }
  });

/** smtp://name:password@host:587, or smtps:// for TLS from the first byte. */
const smtpUrl = z.url({ protocol: /^smtps?$/, error: "an address such as smtp://name:password@mail.example.org:587" });

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
    DATABASE_URL: text.optional(),
    DATABASE_OWNER_URL: text.optional(),
    DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    HOST: text.default("127.0.0.1"),
    AUTH_URL: text.optional(),
    AUTH_SECRET: text.optional(),
    SECRETS_KEY: text.optional(),
    PORTOLAN_HOME: text.default(".portolan"),
    INNGEST_BASE_URL: text.optional(),
    INNGEST_DEV: text.optional(),
    INNGEST_EVENT_KEY: text.optional(),
    INNGEST_SIGNING_KEY: text.optional(),
    OIDC_PROVIDERS: identityProviders,
    SMTP_URL: smtpUrl.optional(),
    MAIL_FROM: text.optional(),
    CONNECTOR_ALLOW: z.string().default(""), // CIDR ranges connectors may reach although they are private, comma separated
    TRUSTED_PROXIES: proxies,
    ACCESS_LOG_DAYS: days.default(400), // as long as polls: a yearly audit finds each sign-in
    POLL_RUN_DAYS: days.default(400), // longer than a year, so that a yearly audit still finds each poll
    IMPORT_FILE_DAYS: days.default(90), // of imports that ended; their reports stay
    DOCUMENT_MAX_MB: z.coerce.number().int().min(1).max(5_000).default(50), // of one file
    DOCUMENT_QUOTA_MB: z.coerce.number().int().min(1).max(100_000_000).default(10_000), // of one organisation
    DOCUMENT_DELETED_DAYS: days.default(30), // how long the bytes of a deleted document stay; its record stays
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(), // with a bucket and keys: documents lie there, else under PORTOLAN_HOME
    S3_BUCKET: text.optional(),
    S3_REGION: text.default("us-east-1"),
    S3_ACCESS_KEY_ID: text.optional(),
    S3_SECRET_ACCESS_KEY: text.optional(),
    SAMPLE_MODEL_PORT: z.coerce.number().int().min(0).max(65535).default(4100),
    SAMPLE_MODEL_SPEED: z.coerce.number().positive().optional(),
    METRICS_TOKEN: text.min(16, "needs at least 16 characters: openssl rand -hex 24").optional(), // absent: no /api/metrics
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(), // absent: nothing is traced
    CALLS_READ_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(600), // of one session or access token; 0: no limit
    CALLS_WRITE_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(120),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => !SMTP_URL || MAIL_FROM, {
    path: ["MAIL_FROM"],
    message: "is needed beside SMTP_URL, such as Portolan <portolan@example.org>",
  })
  .refine(
    ({ S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }) => {
      const given = [S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY].filter(Boolean).length;
      return given === 0 || given === 4;
    },
    { path: ["S3_BUCKET"], message: "S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together" },
  );

export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/** The settings, read once. @throws Error naming each setting that is wrong. */
export function env(): Env {
  if (!parsed) {
    const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
    const result = schema.safeParse(given);
    if (!result.success) {
      const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
      throw new Error(`Settings are wrong. ${problems.join("; ")}`);
    }
    parsed = result.data;
  }
  return parsed;
}

/** The address people type; links in mails start with it. */
export const publicAddress = ({ AUTH_URL, PORT }: Pick<Env, "AUTH_URL" | "PORT"> = env()): string =>
  (AUTH_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, "");

/** Only this machine can reach it: a trial, where what would be mailed may be read on a page instead. */
export const isTrial = (given: Pick<Env, "AUTH_URL" | "PORT"> = env()): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(new URL(publicAddress(given)).hostname);

/** A setting that this process cannot do without. @throws Error naming it. */
export function need(name: "DATABASE_URL" | "DATABASE_OWNER_URL" | "AUTH_SECRET" | "SECRETS_KEY"): string {
  const value = env()[name];
  if (!value) throw new Error(`${name} is not set. npm start sets it; see the table of settings in README.md.`);
  return value;
}
