import type { ZodType } from "zod";
import type { Platform } from "@/domain/connection/choice";
import type { Secret } from "@/domain/connection/input";
import type { SeriesRef } from "@/domain/metric/series";

export const CONNECTOR_ERROR_KINDS = ["auth", "rate_limited", "transient", "contract", "config"] as const;
export type ConnectorErrorKind = (typeof CONNECTOR_ERROR_KINDS)[number];

/**
 * What went wrong, in words a person may read; never carries a secret.
 * auth: sign-in refused · rate_limited: asked to wait · transient: try again · contract: the answer is not what this
 * platform promises · config: the connection's settings cannot work.
 */
export class ConnectorError extends Error {
  constructor(
    readonly kind: ConnectorErrorKind,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = "ConnectorError";
  }
}

export type ExternalVersion = {
  ref: string;
  label: string;
  aliases: string[];
  /** First instant this version was seen at work; null when the platform does not say. */
  liveFrom: Date | null;
};

export type ExternalModel = { ref: string; name: string; purpose: string | null; versions: ExternalVersion[] };

/** NaN and infinities are values like any other here. */
export type ConnectorPoint = { at: Date; value: number };

export type SeriesPoints = { ref: SeriesRef; points: ConnectorPoint[] };

/** Where figures came from: the address asked last, and the SHA-256 over all answers. */
export type Provenance = { requestUrl: string; responseSha256: string };

export type Pull = {
  models: ExternalModel[];
  series: SeriesPoints[];
  provenance: Provenance;
  /** There is more; the next pull goes on. */
  truncated: boolean;
  /** What the platform warned of with its answer, in its words. */
  notes?: readonly string[];
};

/** A stretch of time, half-open. */
export type Range = { from: Date; to: Date };

export type PullRequest = {
  /** Only points at or after this are needed for the series; null: all there are. */
  since(ref: Pick<SeriesRef, "modelRef" | "metric" | "dims">): Date | null;
  /** The newest instant stored of any series of a measure; null: none. */
  newest(metric: string): Date | null;
  /** Only this stretch of the past is asked for, whatever is stored. */
  range?: Range;
  /** Instant given to values the platform does not date. */
  now: Date;
};

export type HttpAsk = {
  method?: "GET" | "POST";
  json?: unknown;
  form?: URLSearchParams;
  accept?: string;
  /** For the server asked only: a redirect elsewhere loses them, as it loses the sign-in. */
  headers?: Readonly<Record<string, string>>;
  secret: Secret | null;
  /** Says what a refusal means in this platform's words; null leaves it to its status. */
  explain?(refusal: { status: number; text: string }): ConnectorError | null;
};

export type HttpAnswer = { url: string; status: number; contentType: string; body: Buffer; durationMs: number };

/** Reads other people's servers, guarded and bounded. Every method throws ConnectorError. */
export interface HttpReader {
  /** False when the next request would be one too many for this poll. */
  readonly mayAsk: boolean;
  ask(address: string | URL, ask: HttpAsk): Promise<HttpAnswer>;
  json<T>(address: string | URL, schema: ZodType<T>, ask: HttpAsk): Promise<T>;
  /** Address asked last (without secrets) and SHA-256 over the bodies of all answers, in order. */
  provenance(): Provenance;
}

export type ConnectorContext = { url: string; secret: Secret | null; config: unknown; http: HttpReader };

export type CheckStep = { step: string; ok: boolean; detail: string };

/** A metric a platform has, before anything of it is followed. */
export type BrowsedMetric = { name: string; type: string; help: string | null; unit: string | null };

/** One metric with what tells its series apart: each label with values it has. */
export type BrowsedSeries = BrowsedMetric & { series: number; labels: { name: string; values: string[] }[] };

export type Browsed = { metrics: BrowsedMetric[]; total: number; chosen: BrowsedSeries | null };

export type Connector = {
  readonly platform: Platform;
  readonly label: string;
  /** How late figures of this platform normally are; watermarks look back at least this far. */
  readonly latenessMs: number;
  /** Tries the connection step by step; ends after the first step that fails. Never throws a ConnectorError. */
  check(ctx: ConnectorContext): AsyncIterable<CheckStep>;
  /** Looks for metrics by a part of their name; absent where a pull shows all there are. @throws ConnectorError */
  browse?(ctx: ConnectorContext, what: { search: string; metric: string | null; now: Date }): Promise<Browsed>;
  /** The past the platform can be asked for, in pieces to be stored one by one; null when it keeps none. */
  readonly pieceMs: ((config: unknown) => number) | null;
  /** @throws ConnectorError */
  pull(ctx: ConnectorContext, request: PullRequest): Promise<Pull>;
};
