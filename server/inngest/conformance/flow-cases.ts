import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const concurrency: CaseMaker = (inngest) => {
  const seen = new Journal();
  const running = new Map<string, number>();
  let most = 0;
  const fn = inngest.createFunction(
    { id: "limited", triggers: [{ event: "case/limited" }], concurrency: [{ key: "event.data.connection", limit: 2 }] },
    async ({ event, step }) => {
      for (const part of ["one", "two"]) {
        await step.run(part, async () => {
          const { connection } = event.data;
          const count = (running.get(connection) ?? 0) + 1;
          running.set(connection, count);
          seen.note("count", count);
          most = Math.max(
            most,
            [...running.values()].reduce((sum, each) => sum + each, 0),
          );
          await delay(150);
          running.set(connection, (running.get(connection) ?? 1) - 1);
        });
      }
      seen.note("end");
    },
  );
  return {
    title: "holds the limit of each concurrency key over executing steps",
    functions: [fn],
    verify: async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      await inngest.send(
        Array.from({ length: 12 }, (_, i) => ({ name: "case/limited", data: { connection: i % 2 ? a : b } })),
      );
      await seen.until("end", 12);
      expect(seen.details("count")).toHaveLength(24);
      expect(Math.max(...(seen.details("count") as number[]))).toBe(2);
      expect(most).toBeGreaterThan(2);
    },
  };
};

const idempotency: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "once", triggers: [{ event: "case/once" }], idempotency: "event.data.connection + '-' + event.data.window" },
    ({ event }) => seen.note("ran", `${event.data.connection}-${event.data.window}`),
  );
  return {
    title: "starts one run per idempotency key",
    functions: [fn],
    verify: async () => {
      const connection = randomUUID();
      const windows = ["w1", "w1", "w2", "w1", "w2"];
      for (const window of windows) await inngest.send({ name: "case/once", data: { connection, window } });
      await seen.until("ran", 2);
      await settled();
      expect(seen.details("ran").toSorted()).toEqual([`${connection}-w1`, `${connection}-w2`]);
    },
  };
};

const singleton: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "single", triggers: [{ event: "case/single" }], singleton: { key: "event.data.org", mode: "skip" } },
    async ({ event, step }) => {
      await step.run("begin", () => seen.note("began", event.data.i));
      await step.sleep("hold", "2s");
      seen.note("end", event.data.i);
    },
  );
  return {
    title: "skips a singleton's run while one is under way and lets the next one through",
    functions: [fn],
    verify: async () => {
      const org = randomUUID();
      await inngest.send({ name: "case/single", data: { org, i: 1 } });
      await seen.until("began");
      await inngest.send({ name: "case/single", data: { org, i: 2 } });
      await inngest.send({ name: "case/single", data: { org: randomUUID(), i: 3 } });
      await seen.until("end", 2);
      await settled();
      await inngest.send({ name: "case/single", data: { org, i: 4 } });
      await seen.until("end", 3);
      expect(seen.details("began")).toEqual([1, 3, 4]);
    },
  };
};

const cancels: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "cancel", triggers: [{ event: "case/started" }], cancelOn: [{ event: "case/stopped", match: "data.id" }] },
    async ({ event, step }) => {
      await step.run("begin", () => seen.note("began", event.data.id));
      await step.sleep("hold", "3s");
      await step.run("end", () => seen.note("ended", event.data.id));
    },
  );
  return {
    title: "cancels the runs an event names and no others",
    functions: [fn],
    verify: async () => {
      const [stays, goes] = [randomUUID(), randomUUID()];
      await inngest.send([stays, goes].map((id) => ({ name: "case/started", data: { id } })));
      await seen.until("began", 2);
      await inngest.send({ name: "case/stopped", data: { id: goes } });
      await seen.until("ended");
      await settled();
      expect(seen.details("ended")).toEqual([stays]);
    },
  };
};

const batches: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "batch", triggers: [{ event: "case/point" }], batchEvents: { maxSize: 5, timeout: "2s" } },
    ({ events }) =>
      seen.note(
        "batch",
        events.map(({ data }) => data.i),
      ),
  );
  return {
    title: "gathers events into batches by size and by time",
    functions: [fn],
    verify: async () => {
      await inngest.send(Array.from({ length: 12 }, (_, i) => ({ name: "case/point", data: { i } })));
      await seen.until("batch", 3);
      const batched = seen.details("batch") as number[][];
      expect(batched.map(({ length }) => length)).toEqual([5, 5, 2]);
      expect(batched.flat().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    },
  };
};

export const flowCases: CaseMaker[] = [concurrency, idempotency, singleton, cancels, batches];
