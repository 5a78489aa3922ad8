import { formatInstant, formatMeasure } from "../shared/figure";
import { counted, countWord, groupThousands, plural, sentence, verb } from "../shared/sentence";
import type { ConnectionStatus } from "./health";
import { nextPollAt } from "./schedule";

/** The mark of a connection's health: late figures are grey, a connection that fails is red. */
export type ConnectionMark = "good" | "watch" | "bad" | "stale" | "none";

export type Polling = {
  status: ConnectionStatus;
  paused: boolean;
  isLate: boolean;
  consecutiveFailures: number;
};

/** What is said of how polling goes, with its mark. */
export function pollingWords({ status, paused, isLate, consecutiveFailures }: Polling): {
  mark: ConnectionMark;
  words: string;
} {
  if (paused) return { mark: "none", words: "paused" };
  const times = consecutiveFailures === 1 ? "once" : `${countWord(consecutiveFailures)} times in a row`;
  switch (status) {
    case "needs_reauth":
      return { mark: "bad", words: "sign-in refused" };
    case "open_circuit":
      return { mark: "bad", words: `failed ${times}, resting` };
    case "failing":
      return { mark: "watch", words: `failed ${times}` };
    case "new":
      return { mark: "none", words: "not polled yet" };
    case "ok":
      return isLate ? { mark: "stale", words: "no answer of late" } : { mark: "good", words: "working" };
  }
}

/** "every 15 seconds", "every minute", "every 6 hours", "every day". */
export function intervalWords(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const [name, size] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? (["second", 1] as const);
  const count = seconds / size;
  return count === 1 ? `every ${name}` : `every ${groupThousands(count)} ${name}s`;
}

/** When the connection is asked next; null when it is not until somebody acts. */
export function nextPoll(
  connection: Pick<Polling, "status" | "paused"> & {
    id: string;
    intervalSeconds: number;
    circuitOpenUntil: Date | null;
  },
  now: Date,
): Date | null {
  if (connection.paused || connection.status === "needs_reauth") return null;
  const onGrid = nextPollAt(connection.id, connection.intervalSeconds, now);
  const { circuitOpenUntil } = connection;
  return circuitOpenUntil && circuitOpenUntil > onGrid ? circuitOpenUntil : onGrid;
}

type Listed = Polling & { name: string; models: number; measures: number };

const isTroubled = (one: Polling): boolean => ["bad", "watch", "stale"].includes(pollingWords(one).mark);

/** The conclusion over all connections: whether figures arrive. */
export function connectionsHeadline(rows: readonly Listed[]): string {
  if (rows.length === 0) return "Nothing is connected yet.";
  const troubled = rows.filter(isTroubled);
  const paused = rows.filter((row) => row.paused).length;
  const [first] = troubled;
  if (first && troubled.length === 1) return sentence(`${first.name}: ${pollingWords(first).words}`);
  if (troubled.length > 1)
    return sentence(`${countWord(troubled.length)} of ${counted(rows.length, "connection")} bring no fresh figures`);
  if (paused === rows.length)
    return sentence(
      rows.length === 1 ? "the one connection is paused" : `all ${countWord(paused)} connections are paused`,
    );
  if (rows.length === 1)
    return rows[0]?.status === "new" ? "The one connection is not polled yet." : "The one connection works.";
  return paused > 0
    ? sentence(
        `${counted(rows.length - paused, "connection")} ${verb(rows.length - paused, "works", "work")}, ${countWord(paused)} ${verb(paused, "is", "are")} paused`,
      )
    : sentence(`all ${counted(rows.length, "connection")} work`);
}

export function connectionsLead(rows: readonly Listed[]): string {
  if (rows.length === 0)
    return "A connection asks a platform for its models and their measures, again and again, and keeps where each figure came from.";
  const models = rows.reduce((sum, row) => sum + row.models, 0);
  const measures = rows.reduce((sum, row) => sum + row.measures, 0);
  return measures === 0
    ? "No model has been found through them yet."
    : sentence(
        `${verb(rows.length, "it watches", "they watch")} ${counted(models, "model")} by ${counted(measures, "measure")}; how polling goes is shown as of now`,
      );
}

export type PollRun = {
  status: "running" | "ok" | "failed";
  pointsRead: number;
  pointsNew: number;
  pointsRestated: number;
  pointsLate: number;
  seriesRead: number;
  durationMs: number | null;
  backfillId: string | null;
  error: string | null;
};

/** What one poll came to: "Polled 14 series, 28 new points, 1 restated, 2 late, in 0.8 s." */
export function runWords(run: PollRun): string {
  if (run.status === "running") return "Under way.";
  if (run.status === "failed") return sentence(run.error ?? "failed");
  const { seriesRead, pointsRead, pointsNew, pointsRestated, pointsLate, durationMs, backfillId } = run;
  const what = seriesRead > 0 ? `${groupThousands(seriesRead)} series` : `${groupThousands(pointsRead)} points`;
  const parts = [
    `${backfillId ? "Read the past of" : "Polled"} ${what}`,
    pointsNew > 0 ? `${groupThousands(pointsNew)} new ${plural(pointsNew, "point")}` : "nothing new",
    pointsRestated > 0 ? `${groupThousands(pointsRestated)} restated` : null,
    pointsLate > 0 && !backfillId ? `${groupThousands(pointsLate)} late` : null,
    durationMs === null ? null : `in ${durationWords(durationMs)}`,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}

export type BackfillState = {
  status: "running" | "done" | "failed" | "cancelled";
  fromAt: Date;
  toAt: Date;
  doneTo: Date;
  pointsNew: number;
  pointsRestated: number;
  waitsFor: string | null;
  error: string | null;
};

/** How much of the stretch has been read, from 0 to 1. */
export const backfillShare = ({ fromAt, toAt, doneTo }: Pick<BackfillState, "fromAt" | "toAt" | "doneTo">): number =>
  (doneTo.getTime() - fromAt.getTime()) / Math.max(1, toAt.getTime() - fromAt.getTime());

/** How a backfill stands: "Under way, 1,204 new points so far." */
export function backfillWords(state: BackfillState): string {
  const came = `${pointsText(state.pointsNew)}${state.pointsRestated > 0 ? `, ${groupThousands(state.pointsRestated)} restated` : ""}`;
  switch (state.status) {
    case "running":
      return state.waitsFor ? sentence(`waiting: ${state.waitsFor}`) : `Under way, ${came} so far.`;
    case "done":
      return `Done, ${came}.`;
    case "cancelled":
      return `Cancelled, ${came} until then.`;
    case "failed":
      return sentence(`stopped, ${came} until then: ${state.error ?? "it failed"}`);
  }
}
const pointsText = (count: number): string =>
  count === 0 ? "no new point" : `${groupThousands(count)} new ${plural(count, "point")}`;

/** "3.2 s", "212 ms"; an exchange that took no time to speak of is said so. */
export function durationWords(ms: number): string {
  if (ms < 1) return "<\u202f1\u202fms";
  return ms < 1000 ? formatMeasure(ms, "ms") : formatMeasure(ms / 1000, "s", 1);
}

/** What the page of one connection opens with. */
export function connectionHeadline(
  one: Polling & { name: string; lastSuccessAt: Date | null; lastError: string | null },
  timeZone: string,
): string {
  const { words, mark } = pollingWords(one);
  const last = one.lastSuccessAt ? `its last good answer came ${formatInstant(one.lastSuccessAt, timeZone)}` : null;
  if (one.paused) return sentence(`${one.name} is paused${last ? `; ${last}` : ""}`);
  if (mark === "good") return `${one.name} answers.`;
  if (one.status === "new") return `${one.name} has not been polled yet.`;
  if (one.status === "needs_reauth") return `${one.name} refuses our sign-in; polling waits until it is given again.`;
  return sentence(
    `${one.name} ${words === "no answer of late" ? "has not answered of late" : `has ${words}`}${last ? `; ${last}` : ""}`,
  );
}

/** What deleting a connection does, before it is done. */
export function deletionWords(models: number, measures: number): string {
  const kept =
    measures === 0
      ? "It has brought nothing so far."
      : `${sentence(`${counted(models, "model")} and ${counted(measures, "measure")} it brought stay, with every value`)} They get no new values: after a while their rules say that no data arrives.`;
  return `Polling ends at once and the stored sign-in is destroyed. ${kept} The same address can be connected again, but then its measures begin anew.`;
}
