import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const asleep: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "asleep", triggers: [{ event: "case/asleep" }], concurrency: 1 },
    async ({ event, step }) => {
      await step.run("begin", () => seen.note("began", event.data.i));
      await step.sleep("nap", "6s");
      await step.run("end", () => seen.note("ended", event.data.i));
    },
  );
  return {
    title: "counts no sleeping run against a limit",
    functions: [fn],
    verify: async () => {
      await inngest.send([1, 2, 3].map((i) => ({ name: "case/asleep", data: { i } })));
      await seen.until("ended", 3);
      const [woke] = seen.all("ended");
      const lastBegan = Math.max(...seen.all("began").map(({ at }) => at));
      expect(seen.details("began").toSorted()).toEqual([1, 2, 3]);
      expect(lastBegan).toBeLessThan(woke?.at ?? 0);
    },
  };
};

const shared: CaseMaker = (inngest) => {
  const seen = new Journal();
  let running = 0;
  const make = (id: string) =>
    inngest.createFunction(
      {
        id,
        triggers: [{ event: "case/shared" }],
        concurrency: [{ scope: "env", key: "'portal-' + event.data.portal", limit: 1 }],
      },
      ({ step }) =>
        step.run("work", async () => {
          running += 1;
          seen.note("running", running);
          await delay(150);
          running -= 1;
        }),
    );
  return {
    title: "shares a limit of the environment between functions",
    functions: [make("shared-a"), make("shared-b")],
    verify: async () => {
      const portal = randomUUID();
      await inngest.send([1, 2].map(() => ({ name: "case/shared", data: { portal } })));
      await seen.until("running", 4);
      expect(seen.details("running")).toEqual([1, 1, 1, 1]);
    },
  };
};

const newest: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "newest", triggers: [{ event: "case/newest" }], singleton: { key: "event.data.org", mode: "cancel" } },
    async ({ event, step }) => {
      await step.run("begin", () => seen.note("began", event.data.i));
      await step.sleep("hold", "2s");
      await step.run("end", () => seen.note("ended", event.data.i));
    },
  );
  return {
    title: "cancels a singleton's run when a newer one takes its place",
    functions: [fn],
    verify: async () => {
      const org = randomUUID();
      await inngest.send({ name: "case/newest", data: { org, i: 1 } });
      await seen.until("began");
      await inngest.send({ name: "case/newest", data: { org, i: 2 } });
      await seen.until("ended");
      await settled();
      expect(seen.details("began")).toEqual([1, 2]);
      expect(seen.details("ended")).toEqual([2]);
    },
  };
};

const keyedBatches: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    {
      id: "keyed-batch",
      triggers: [{ event: "case/keyed" }],
      batchEvents: { maxSize: 3, timeout: "2s", key: "event.data.series" },
    },
    ({ events }) =>
      seen.note(
        "batch",
        events.map(({ data }) => data.series),
      ),
  );
  return {
    title: "gathers batches by their key",
    functions: [fn],
    verify: async () => {
      const series = ["a", "b", "a", "b", "a", "b", "a"];
      await inngest.send(series.map((each, i) => ({ name: "case/keyed", data: { series: each, i } })));
      await seen.until("batch", 3);
      const batched = seen.details("batch") as string[][];
      expect(batched.map((batch) => batch.join("")).toSorted()).toEqual(["a", "aaa", "bbb"]);
    },
  };
};

const missingKeys: CaseMaker = (inngest) => {
  const seen = new Journal();
  const plain = inngest.createFunction(
    { id: "key-plain", triggers: [{ event: "case/keys" }], idempotency: "event.data.a" },
    ({ event }) => seen.note("plain", event.data.i),
  );
  const joined = inngest.createFunction(
    { id: "key-joined", triggers: [{ event: "case/keys" }], idempotency: "event.data.a + '-' + event.data.b" },
    ({ event }) => seen.note("joined", event.data.i),
  );
  return {
    title: "reads an idempotency key of which the event lacks a part",
    functions: [plain, joined],
    verify: async () => {
      const a = randomUUID();
      const sent = [{}, {}, { a }, { a }, { a, b: "y" }, { a, b: "y" }, { a, b: "z" }];
      for (const [i, data] of sent.entries()) {
        await inngest.send({ name: "case/keys", data: { ...data, i } });
        await seen.until("joined", [1, 1, 2, 2, 3, 3, 4][i]);
      }
      await settled();
      expect(seen.details("plain").toSorted()).toEqual([0, 1, 2]);
      expect(seen.details("joined").toSorted()).toEqual([0, 2, 4, 6]);
    },
  };
};

export const limitCases: CaseMaker[] = [asleep, shared, newest, keyedBatches, missingKeys];
