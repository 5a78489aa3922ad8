import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const EVENTS: Record<string, unknown>[] = [
  {},
  { n: 2, m: 3, kind: "a", list: ["x", "y"], deep: { er: "z" }, flag: true, when: "2026-05-01" },
  { n: 2.5, m: 2.5, kind: "b", list: [], deep: {}, flag: false, when: "2025-05-01" },
  { n: "2", kind: null, list: null, deep: null, flag: null },
  { n: 0, kind: "ab", deep: { er: "y" }, flag: "yes" },
];
/** A condition and the events of which it holds. */
const CONDITIONS: [string, number[]][] = [
  ["event.data.n > 1", [1, 2]],
  ["event.data.n >= 2.0", [1, 2]],
  ["event.data.n == 2", [1]],
  ["event.data.n != 2", [0, 2, 3, 4]],
  ["event.data.n == '2'", [3]],
  ["event.data.n + 1 == 3", []],
  ["event.data.n < event.data.m", [0, 1]],
  ["event.data.kind in ['a', 'b']", [1, 2]],
  ["event.data.kind == null", [0, 3]],
  ["event.data.kind != 'a'", [0, 2, 3, 4]],
  ["event.data.kind.startsWith('a')", [1, 4]],
  ["event.data.kind.contains('b') || event.data.n == 2", [1, 2, 4]],
  ["event.data.kind.matches('^a.*')", [1, 4]],
  ["event.data.kind == 'a' ? true : false", [1]],
  ["event.data.list[0] == 'x'", [1]],
  ["'x' in event.data.list", [1]],
  ["size(event.data.list) > 1", [1]],
  ["event.data.list.exists(v, v == 'y')", [1]],
  ["event.data.deep.er == 'z'", [1]],
  ["event.data.deep.er != 'z'", [0, 2, 3, 4]],
  ["event.data.flag", [1]],
  ["!event.data.flag", [2]],
  ["event.data.flag == false", [2]],
  ["event.data.when > '2026-01-01'", [1]],
  ["event.name == 'case/condition' && event.ts > 0", [0, 1, 2, 3, 4]],
];

const conditions: CaseMaker = (inngest) => {
  const seen = new Journal();
  const functions = CONDITIONS.map(([condition], i) =>
    inngest.createFunction(
      { id: `condition-${i}`, triggers: [{ event: "case/condition", if: condition }], retries: 0 },
      ({ event }) => seen.note(condition, event.data.i),
    ),
  );
  return {
    title: "reads conditions alike, on what is missing or of another kind too",
    functions,
    verify: async () => {
      await inngest.send(EVENTS.map((data, i) => ({ name: "case/condition", data: { ...data, i } })));
      await Promise.all(CONDITIONS.map(([condition, holds]) => seen.until(condition, holds.length)));
      await settled();
      const held = CONDITIONS.map(([condition]) => [condition, seen.details(condition).toSorted()]);
      expect(held).toEqual(CONDITIONS);
    },
  };
};

const cancelsIf: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    {
      id: "cancel-if",
      triggers: [{ event: "case/drafted" }],
      cancelOn: [{ event: "case/withdrawn", if: "event.data.id == async.data.id && async.data.final == true" }],
    },
    async ({ event, step }) => {
      await step.run("begin", () => seen.note("began", event.data.id));
      await step.sleep("hold", "3s");
      await step.run("end", () => seen.note("ended", event.data.id));
    },
  );
  return {
    title: "cancels only the run for which the condition holds",
    functions: [fn],
    verify: async () => {
      const [stays, goes] = [randomUUID(), randomUUID()];
      await inngest.send([stays, goes].map((id) => ({ name: "case/drafted", data: { id } })));
      await seen.until("began", 2);
      await inngest.send([
        { name: "case/withdrawn", data: { id: goes, final: true } },
        { name: "case/withdrawn", data: { id: stays, final: false } },
      ]);
      await seen.until("ended");
      await settled();
      expect(seen.details("ended")).toEqual([stays]);
    },
  };
};

const future: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "future", triggers: [{ event: "case/future" }] }, () => seen.note("ran"));
  return {
    title: "keeps an event of the future until its time",
    functions: [fn],
    verify: async () => {
      const from = Date.now();
      await inngest.send({ name: "case/future", ts: from + 3000 });
      const [ran] = await seen.until("ran");
      expect((ran?.at ?? 0) - from).toBeGreaterThanOrEqual(2900);
      expect((ran?.at ?? 0) - from).toBeLessThan(5000);
    },
  };
};

const failureEvents: CaseMaker = (inngest) => {
  const seen = new Journal();
  const failing = inngest.createFunction({ id: "unlucky", triggers: [{ event: "case/unlucky" }], retries: 0 }, () => {
    throw new RangeError("no luck");
  });
  const stopped = inngest.createFunction(
    { id: "stopped", triggers: [{ event: "case/begun" }], cancelOn: [{ event: "case/ceased" }] },
    async ({ step }) => {
      await step.run("begin", () => seen.note("began"));
      await step.sleep("hold", "10s");
    },
  );
  // It hears of its own failures as well, if the runner told of them.
  const watch = inngest.createFunction(
    {
      id: "watch",
      triggers: [
        {
          event: "inngest/function.failed",
          if: "event.data.function_id == 'conformance-unlucky' || event.data.function_id == 'conformance-watch'",
        },
        { event: "inngest/function.cancelled", if: "event.data.function_id == 'conformance-stopped'" },
      ],
      retries: 0,
    },
    ({ event }) => {
      seen.note(event.name, event.data);
      if (event.name === "inngest/function.failed" && seen.all(event.name).length < 4)
        throw new Error("the watch fails too");
    },
  );
  return {
    title: "tells of failed and cancelled runs, but not of a failure of what it told",
    functions: [failing, stopped, watch],
    verify: async () => {
      await inngest.send([{ name: "case/unlucky", data: { id: 7 } }, { name: "case/begun" }]);
      await seen.until("began");
      await inngest.send({ name: "case/ceased" });
      await Promise.all([seen.until("inngest/function.failed"), seen.until("inngest/function.cancelled")]);
      await settled();
      const ofRun = { run_id: expect.any(String), event: expect.objectContaining({ name: "case/unlucky" }) };
      expect(seen.details("inngest/function.failed")).toEqual([
        expect.objectContaining({
          ...ofRun,
          function_id: "conformance-unlucky",
          error: expect.objectContaining({ name: "RangeError", message: "no luck" }),
        }),
      ]);
      expect(seen.details("inngest/function.cancelled")[0]).toMatchObject({ function_id: "conformance-stopped" });
    },
  };
};

export const conditionCases: CaseMaker[] = [conditions, cancelsIf, future, failureEvents];
