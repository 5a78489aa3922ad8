import type { IncomingMessage, ServerResponse } from "node:http";
import type { Env } from "@/env";
import { bearerTokenOf, hashToken, sessionTokenOf } from "../trpc/context";
import { json } from "./route";

const MINUTE_MS = 60_000;
const MOST_KEYS = 10_000; // then those not seen for longest are forgotten: they start with a full bucket again

type Kind = "reads" | "writes";
type Bucket = { left: number; at: number };

/**
 * How fast one session or token may call: a bucket for reads and one for writes, each full at first and filled again evenly
 * within a minute. 0: no limit. Kept by this process alone; with several, each counts what it sees.
 */
export class Pace {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perMinute: Readonly<Record<Kind, number>>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  static of({ CALLS_READ_PER_MINUTE: reads, CALLS_WRITE_PER_MINUTE: writes }: Env): Pace {
    return new Pace({ reads, writes });
  }

  /** Takes `cost` calls. @returns 0, or the seconds to wait before so many are there. */
  take(who: string, kind: Kind, cost = 1): number {
    const most = this.perMinute[kind];
    if (most === 0) return 0;
    const key = kind + who;
    const now = this.now();
    const held = this.buckets.get(key) ?? { left: most, at: now };
    const left = Math.min(most, held.left + ((now - held.at) / MINUTE_MS) * most);
    const wanted = Math.min(cost, most); // a batch larger than the bucket waits for a full one
    const allowed = left >= wanted;
    this.buckets.delete(key); // to the end: the first is the one not seen for longest
    this.buckets.set(key, { left: allowed ? left - wanted : left, at: now });
    if (this.buckets.size > MOST_KEYS) this.forget();
    return allowed ? 0 : Math.max(1, Math.ceil((((wanted - left) / most) * MINUTE_MS) / 1000));
  }

  private forget(): void {
    const [first] = this.buckets.keys();
    if (first !== undefined) this.buckets.delete(first);
  }
}

/** Health, metrics and jobs have no session; live events are one call that stays open. */
const UNPACED = new Set(["/api/live", "/api/health", "/api/ready", "/api/metrics", "/api/inngest"]);

/** Calls that one request makes: a batch names its procedures in the path, one after the other. */
const callsOf = (pathname: string): number => decodeURIComponent(pathname).split(",").length;

const MESSAGE = "Too many calls in a short time. Wait a moment, then go on.";
const TRPC_TOO_MANY = -32_029; // @source tRPC's error codes

function refuse(res: ServerResponse, route: string, waitSeconds: number): void {
  res.setHeader("retry-after", String(waitSeconds));
  const data = { code: "TOO_MANY_REQUESTS", httpStatus: 429, path: null, fields: null };
  const shape = { message: MESSAGE, code: TRPC_TOO_MANY, data }; // plain: the wire leaves it as it is
  json(res, 429, { error: route === "/api/trpc" ? shape : MESSAGE });
}

/** Answers 429 to a session or token that calls too fast. @returns whether it did; who is not signed in is let by */
export function tooFast(
  pace: Pace,
  { req, res, route, pathname }: { req: IncomingMessage; res: ServerResponse; route: string; pathname: string },
): boolean {
  if (UNPACED.has(route)) return false;
  const token = bearerTokenOf(req.headers.authorization) ?? sessionTokenOf(req.headers.cookie);
  if (!token) return false;
  const isRead = req.method === "GET" || req.method === "HEAD";
  const wait = pace.take(hashToken(token), isRead ? "reads" : "writes", callsOf(pathname));
  if (wait > 0) refuse(res, route, wait);
  return wait > 0;
}
