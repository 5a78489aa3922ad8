import { expect, test } from "vitest";
import {
  backfillShare,
  backfillWords,
  connectionHeadline,
  connectionsHeadline,
  connectionsLead,
  deletionWords,
  durationWords,
  intervalWords,
  nextPoll,
  pollingWords,
  runWords,
} from "@/domain/connection/sentence";

const fine = { status: "ok" as const, paused: false, isLate: false, consecutiveFailures: 0 };
const failing = { ...fine, status: "failing" as const, consecutiveFailures: 2 };
const row = (name: string, more: object = {}) => ({ ...fine, name, models: 2, measures: 7, ...more });

test.each([
  [fine, "good", "working"],
  [{ ...fine, isLate: true }, "stale", "no answer of late"],
  [{ ...fine, paused: true }, "none", "paused"],
  [failing, "watch", "failed two times in a row"],
  [
    { ...failing, status: "open_circuit" as const, consecutiveFailures: 5 },
    "bad",
    "failed five times in a row, resting",
  ],
  [{ ...failing, status: "needs_reauth" as const }, "bad", "sign-in refused"],
  [{ ...fine, status: "new" as const }, "none", "not polled yet"],
])("how polling goes %#", (polling, mark, words) => {
  expect(pollingWords(polling)).toEqual({ mark, words });
});

test.each([
  [15, "every 15 seconds"],
  [60, "every minute"],
  [300, "every 5 minutes"],
  [90, "every 90 seconds"],
  [3600, "every hour"],
  [86_400, "every day"],
  [604_800, "every 7 days"],
])("%d seconds", (seconds, words) => expect(intervalWords(seconds)).toBe(words));

test("the next poll lies on the grid, after a rest, or nowhere until somebody acts", () => {
  const now = new Date("2026-11-20T06:00:00Z");
  const one = { ...fine, id: "c1", intervalSeconds: 300, circuitOpenUntil: null };
  const next = nextPoll(one, now);
  expect(next && next > now && next.getTime() - now.getTime() <= 300_000).toBe(true);
  const rest = new Date("2026-11-20T07:00:00Z");
  expect(nextPoll({ ...one, circuitOpenUntil: rest }, now)).toEqual(rest);
  expect(nextPoll({ ...one, paused: true }, now)).toBeNull();
  expect(nextPoll({ ...one, status: "needs_reauth" }, now)).toBeNull();
});

test("all connections in a headline", () => {
  expect(connectionsHeadline([])).toBe("Nothing is connected yet.");
  expect(connectionsHeadline([row("A")])).toBe("The one connection works.");
  expect(connectionsHeadline([row("A"), row("B")])).toBe("All two connections work.");
  expect(connectionsHeadline([row("A"), row("B", { paused: true })])).toBe("One connection works, one is paused.");
  expect(connectionsHeadline([row("A"), row("Scorer", failing)])).toBe("Scorer: failed two times in a row.");
  expect(connectionsHeadline([row("A", failing), row("B", failing), row("C")])).toBe(
    "Two of three connections bring no fresh figures.",
  );
  expect(connectionsLead([row("A"), row("B")])).toBe(
    "They watch four models by 14 measures; how polling goes is shown as of now.",
  );
});

test("a poll in words", () => {
  const run = {
    ...{ status: "ok" as const, seriesRead: 14, pointsRead: 1311, pointsNew: 28, pointsRestated: 1, pointsLate: 2 },
    ...{ durationMs: 800, backfillId: null, error: null },
  };
  expect(runWords(run)).toBe(
    "Polled 14 series, 28 new points, 1 restated, 2 late, in 800\u202fms.".replace("800\u202fms", durationWords(800)),
  );
  expect(runWords({ ...run, pointsNew: 0, pointsRestated: 3, pointsLate: 0, durationMs: 1200 })).toBe(
    "Polled 14 series, nothing new, 3 restated, in 1.2\u202fs.",
  );
  expect(runWords({ ...run, seriesRead: 0, pointsNew: 1, pointsRestated: 0, pointsLate: 0, durationMs: null })).toBe(
    "Polled 1,311 points, 1 new point.", // kept before series were counted
  );
  expect(runWords({ ...run, backfillId: "b", pointsRestated: 0 })).toContain(
    "Read the past of 14 series, 28 new points, in",
  );
  expect(runWords({ ...run, status: "failed", error: "it refused" })).toBe("It refused.");
  expect([durationWords(0), durationWords(212), durationWords(3151)]).toEqual([
    "<\u202f1\u202fms",
    "212\u202fms",
    "3.2\u202fs",
  ]);
});

test("how a backfill stands", () => {
  const state = {
    ...{ status: "running" as const, fromAt: new Date(0), toAt: new Date(400), doneTo: new Date(100) },
    ...{ pointsNew: 1204, pointsRestated: 0, waitsFor: null, error: null },
  };
  expect(backfillShare(state)).toBe(0.25);
  expect(backfillWords(state)).toBe("Under way, 1,204 new points so far.");
  expect(backfillWords({ ...state, waitsFor: "the server asks to wait" })).toBe("Waiting: the server asks to wait.");
  expect(backfillWords({ ...state, status: "done", pointsRestated: 2 })).toBe("Done, 1,204 new points, 2 restated.");
  expect(backfillWords({ ...state, status: "cancelled", pointsNew: 0 })).toBe("Cancelled, no new point until then.");
  expect(backfillWords({ ...state, status: "failed", pointsNew: 1, error: "it refused" })).toBe(
    "Stopped, 1 new point until then: it refused.",
  );
});

test("one connection's headline, and what deleting it does", () => {
  const lastSuccessAt = new Date("2026-11-20T06:00:00Z");
  const one = { ...fine, name: "Clinical model server", lastSuccessAt, lastError: null };
  expect(connectionHeadline(one, "UTC")).toBe("Clinical model server answers.");
  expect(connectionHeadline({ ...one, ...failing }, "UTC")).toBe(
    "Clinical model server has failed two times in a row; its last good answer came 20\u00a0Nov\u00a02026, 06:00.",
  );
  expect(deletionWords(3, 21)).toContain("Three models and 21 measures it brought stay");
  expect(deletionWords(0, 0)).toContain("It has brought nothing so far.");
});
