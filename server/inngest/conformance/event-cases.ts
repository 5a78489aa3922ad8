import { randomUUID } from "node:crypto";
import { eventType } from "inngest";
import { expect } from "vitest";
import { z } from "zod";
import { type CaseMaker, Journal, settled } from "./lab";

const waits: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "wait", triggers: [{ event: "case/asked" }] }, async ({ event, step }) => {
    const reply = await step.waitForEvent("match", { event: "case/replied", match: "data.id", timeout: "30s" });
    seen.note("reply", { id: event.data.id, said: reply?.data.said });
    const high = await step.waitForEvent("if", {
      event: "case/scored",
      if: "async.data.id == event.data.id && async.data.score >= 5",
      timeout: "30s",
    });
    seen.note("score", { id: event.data.id, score: high?.data.score });
    const never = await step.waitForEvent("none", { event: "case/never", timeout: "1s" });
    seen.note("none", never);
  });
  return {
    title: "waits for the event that matches, by field or condition, and gives up in time",
    functions: [fn],
    verify: async () => {
      const [one, two] = [randomUUID(), randomUUID()];
      await inngest.send([one, two].map((id) => ({ name: "case/asked", data: { id } })));
      await settled();
      await inngest.send({ name: "case/replied", data: { id: randomUUID(), said: "stranger" } });
      await inngest.send({ name: "case/replied", data: { id: two, said: "two" } });
      await seen.until("reply");
      await settled();
      expect(seen.details("reply")).toEqual([{ id: two, said: "two" }]);
      await inngest.send({ name: "case/replied", data: { id: one, said: "one" } });
      await seen.until("reply", 2);
      await settled();
      await inngest.send({ name: "case/scored", data: { id: one, score: 3 } });
      await settled();
      expect(seen.all("score")).toHaveLength(0);
      await inngest.send([one, two].map((id) => ({ name: "case/scored", data: { id, score: 8 } })));
      await seen.until("none", 2);
      expect(seen.details("score")).toEqual(expect.arrayContaining([one, two].map((id) => ({ id, score: 8 }))));
      expect(seen.details("none")).toEqual([null, null]);
    },
  };
};

const invokes: CaseMaker = (inngest) => {
  const seen = new Journal();
  const double = inngest.createFunction(
    { id: "double", triggers: [{ event: "case/double" }], retries: 0 },
    async ({ event, step }) => {
      const n = await step.run("double", () => Number(event.data.n) * 2);
      if (n > 100) throw new Error("too much");
      return { n };
    },
  );
  const caller = inngest.createFunction({ id: "caller", triggers: [{ event: "case/call" }] }, async ({ step }) => {
    const good = await step.invoke("good", { function: double, data: { n: 21 } });
    const bad = await step.invoke("bad", { function: double, data: { n: 51 } }).catch((error: Error) => error.message);
    const both = await Promise.all([1, 2].map((n) => step.invoke(`both-${n}`, { function: double, data: { n } })));
    seen.note("end", { good, bad, both });
  });
  return {
    title: "invokes a function and gets its result or its failure",
    functions: [double, caller],
    verify: async () => {
      await inngest.send({ name: "case/call" });
      const [end] = await seen.until("end");
      expect(end?.detail).toEqual({
        good: { n: 42 },
        bad: expect.stringContaining("too much"),
        both: [{ n: 2 }, { n: 4 }],
      });
    },
  };
};

const sends: CaseMaker = (inngest) => {
  const seen = new Journal();
  const told = eventType("case/told", { schema: z.object({ n: z.number() }) });
  const teller = inngest.createFunction({ id: "teller", triggers: [{ event: "case/tell" }] }, async ({ step }) => {
    const { ids } = await step.sendEvent("tell", [told.create({ n: 1 }), told.create({ n: 2 })]);
    seen.note("ids", ids);
  });
  const first = inngest.createFunction({ id: "hears-a", triggers: [told] }, ({ event }) =>
    seen.note("a", event.data.n),
  );
  const second = inngest.createFunction({ id: "hears-b", triggers: [told] }, ({ event }) =>
    seen.note("b", event.data.n),
  );
  return {
    title: "sends events from a step once; every function that listens gets each",
    functions: [teller, first, second],
    verify: async () => {
      await inngest.send({ name: "case/tell" });
      await Promise.all([seen.until("a", 2), seen.until("b", 2), seen.until("ids")]);
      await settled();
      expect(seen.details("a").toSorted()).toEqual([1, 2]);
      expect(seen.details("b").toSorted()).toEqual([1, 2]);
      expect(seen.details("ids")).toEqual([[expect.any(String), expect.any(String)]]);
    },
  };
};

const filters: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "filter", triggers: [{ event: "case/measured", if: "event.data.value > 10 && event.data.kind == 'drift'" }] },
    ({ event }) => seen.note("ran", event.data),
  );
  return {
    title: "starts a run only when the trigger's condition holds",
    functions: [fn],
    verify: async () => {
      await inngest.send([
        { name: "case/measured", data: { value: 5, kind: "drift" } },
        { name: "case/measured", data: { value: 12.5, kind: "volume" } },
        { name: "case/measured", data: {} },
        { name: "case/measured", data: { value: 12.5, kind: "drift" } },
      ]);
      await seen.until("ran");
      await settled();
      expect(seen.details("ran")).toEqual([{ value: 12.5, kind: "drift" }]);
    },
  };
};

const sameId: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "same-id", triggers: [{ event: "case/same-id" }] }, ({ event }) =>
    seen.note("ran", event.id),
  );
  return {
    title: "takes an event of the same id once",
    functions: [fn],
    verify: async () => {
      const id = randomUUID();
      for (let i = 0; i < 3; i++) await inngest.send({ name: "case/same-id", id, data: { i } });
      await seen.until("ran");
      await settled();
      expect(seen.details("ran")).toHaveLength(1);
    },
  };
};

export const eventCases: CaseMaker[] = [waits, invokes, sends, filters, sameId];
