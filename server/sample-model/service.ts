import { z } from "zod";
import { env } from "@/env";
import { DEFAULT_SPEED, dayOf, labelledDay, type StoryClock } from "@/server/sample-model/clock";
import { makeScorers, OVERLAP_DAYS } from "@/server/sample-model/history";
import { pageOf, samplesAt } from "@/server/sample-model/page";

type Ask = { method: string; url: string; host: string; isLocal: boolean; body: string | null };
type Answer = { status: number; contentType: string; text: string };

const TEXT = "text/plain; charset=utf-8";
const OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const scorers = makeScorers();
const names = scorers.map(({ story }) => story.name);
/** Days a page reaches back: an installation that was off that long still misses nothing. */
const SERVED_DAYS = 2 * OVERLAP_DAYS;
/** Windows that a forced drift changes at once, so that a rule on two or three windows fires. */
const FORCED_DAYS = 3;

const control = z.object({ model: z.enum(names), drift: z.boolean() });
const drifting = new Set<string>();
/** For each story (by its anchor) the day from which a model drifts by force. */
const forcedDays = new Map<string, Map<string, number>>();
const started = new Date();

function clockOf(address: URL): StoryClock | null {
  const given = address.searchParams.get("anchor");
  const anchor = given === null ? started : new Date(given);
  if (Number.isNaN(anchor.getTime())) return null;
  return { anchor, daysAMinute: env().SAMPLE_MODEL_SPEED ?? DEFAULT_SPEED };
}

function forcedOf(clock: StoryClock, now: Date): Map<string, number> {
  const key = clock.anchor.toISOString();
  const forced = forcedDays.get(key) ?? new Map<string, number>();
  if (forcedDays.size < 100) forcedDays.set(key, forced);
  for (const name of names) {
    if (!drifting.has(name)) forced.delete(name);
    else if (!forced.has(name)) forced.set(name, labelledDay(clock, now) - FORCED_DAYS + 1);
  }
  return forced;
}

function metrics(address: URL, now: Date): Answer {
  const clock = clockOf(address);
  if (clock === null)
    return { status: 400, contentType: TEXT, text: "anchor must be an instant such as 2026-11-20T06:00:00Z\n" };
  const samples = samplesAt(scorers, clock, now, dayOf(clock, now) - SERVED_DAYS, forcedOf(clock, now));
  return { status: 200, contentType: OPENMETRICS, text: pageOf(samples, clock) };
}

/** A page of another origin could post here through a visitor's browser; it cannot do so under this host name. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

function force({ isLocal, host, body }: Ask): Answer {
  if (!isLocal || !LOCAL_HOST.test(host)) return { status: 403, contentType: TEXT, text: "only from this machine\n" };
  let given: unknown = null;
  try {
    given = JSON.parse(body ?? "");
  } catch {
    // refused below
  }
  const parsed = control.safeParse(given);
  if (!parsed.success)
    return {
      status: 400,
      contentType: TEXT,
      text: `expected {"model": one of ${names.join(", ")}; "drift": true or false}\n`,
    };
  if (parsed.data.drift) drifting.add(parsed.data.model);
  else drifting.delete(parsed.data.model);
  return { status: 204, contentType: TEXT, text: "" };
}

/**
 * GET /metrics?anchor=<instant the sample was made> · POST /control {"model", "drift"} · GET /health.
 * The anchor is in the address of the connection, so the service keeps nothing and a restart changes nothing.
 */
export function answer(ask: Ask, now: Date): Answer {
  const address = new URL(ask.url, "http://localhost");
  if (ask.method === "GET" && address.pathname === "/metrics") return metrics(address, now);
  if (ask.method === "GET" && address.pathname === "/health") return { status: 200, contentType: TEXT, text: "ok\n" };
  if (ask.method === "POST" && address.pathname === "/control") return force(ask);
  return { status: 404, contentType: TEXT, text: "not here\n" };
}
