import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const runsSteps: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "steps", triggers: [{ event: "case/steps" }] },
    async ({ event, step, runId }) => {
      const a = await step.run("a", () => {
        seen.note("a", event);
        return { n: 1, text: "é \u202f \u0000 𝄞", list: [null, true, { deep: [1.5] }], z: 1, b: 2 };
      });
      const b = await step.run("b", () => {
        seen.note("b", a);
        return [a.n + 1];
      });
      await step.run("nothing", () => seen.note("nothing"));
      seen.note("end", { a, b, runId });
      return b;
    },
  );
  return {
    title: "runs each step once and gives later steps the stored results",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/steps", data: { id: 7 } });
      const [end] = await seen.until("end");
      expect(seen.details("a")).toMatchObject([
        { name: "case/steps", data: { id: 7 }, id: expect.any(String), ts: expect.any(Number) },
      ]);
      const a = { n: 1, text: "é \u202f \u0000 𝄞", list: [null, true, { deep: [1.5] }], z: 1, b: 2 };
      expect(seen.details("b")).toEqual([a]);
      expect(end?.detail).toMatchObject({ a, b: [2], runId: expect.any(String) });
      expect(seen.all("nothing")).toHaveLength(1);
    },
  };
};

const repeatsNames: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "loop", triggers: [{ event: "case/loop" }] }, async ({ step }) => {
    for (let i = 0; i < 12; i++) await step.run("turn", () => seen.note("turn", i));
    seen.note("end");
  });
  return {
    title: "tells steps of the same name apart by their order",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/loop" });
      await seen.until("end");
      expect(seen.details("turn")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    },
  };
};

const parallelSteps: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "parallel", triggers: [{ event: "case/parallel" }] }, async ({ step }) => {
    const work = (name: string) =>
      step.run(name, async () => {
        seen.note("begin", name);
        await delay(400);
        seen.note("done", name);
        return name;
      });
    const all = await Promise.all([work("x"), work("y"), work("z"), step.sleep("nap", "1s")]);
    const after = await step.run("after", () => all.length);
    const second = await Promise.all([work("u"), work("v")]);
    seen.note("end", { all, after, second });
  });
  return {
    title: "runs parallel steps at the same time, each once, and joins them",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/parallel" });
      const [end] = await seen.until("end");
      expect(end?.detail).toEqual({ all: ["x", "y", "z", null], after: 4, second: ["u", "v"] });
      const begins = seen.all("begin").slice(0, 3);
      const firstDone = seen.all("done")[0];
      expect(begins).toHaveLength(3);
      expect(Math.max(...begins.map(({ at }) => at))).toBeLessThan(firstDone?.at ?? 0);
      expect(seen.all("begin")).toHaveLength(5);
    },
  };
};

const racingSteps: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "race", triggers: [{ event: "case/race" }] }, async ({ step, group }) => {
    const winner = await group.parallel({ mode: "race" }, () =>
      Promise.race([
        step.run("slow", async () => {
          seen.note("slow began");
          await delay(3000);
          seen.note("slow ended");
          return "slow";
        }),
        step.run("quick", () => "quick").then((quick) => step.run("second", () => `${quick}, then second`)),
      ]),
    );
    seen.note("won", winner);
    const next = await step.run("next", () => {
      seen.note("next");
      return `after ${winner}`;
    });
    seen.note("end", next);
  });
  return {
    title: "moves on when one of racing steps ends; what follows outside the race waits for all of them",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/race" });
      const [end] = await seen.until("end");
      expect(end?.detail).toBe("after quick, then second");
      const [slow] = seen.all("slow ended");
      expect(seen.all("won")[0]?.at).toBeLessThan(slow?.at ?? 0);
      expect(seen.all("next")[0]?.at).toBeLessThan(slow?.at ?? 0);
      expect(end?.at).toBeGreaterThanOrEqual(slow?.at ?? Number.POSITIVE_INFINITY);
      await settled();
      expect(seen.all("slow began")).toHaveLength(1);
      expect(seen.all("next")).toHaveLength(1);
      expect(new Set(seen.details("end")).size).toBe(1);
    },
  };
};

const sleeps: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction({ id: "sleep", triggers: [{ event: "case/sleep" }] }, async ({ step }) => {
    await step.run("before", () => seen.note("before"));
    await step.sleep("nap", "2s");
    const until = await step.run("later", () => {
      seen.note("woke");
      return new Date(Date.now() + 2000).toISOString();
    });
    await step.sleepUntil("until", until);
    seen.note("end");
  });
  return {
    title: "sleeps as long as it was told and not much longer",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/sleep" });
      const [end] = await seen.until("end");
      const [before] = seen.all("before");
      const [woke] = seen.all("woke");
      const nap = (woke?.at ?? 0) - (before?.at ?? 0);
      const rest = (end?.at ?? 0) - (woke?.at ?? 0);
      expect(nap).toBeGreaterThanOrEqual(1900);
      expect(nap).toBeLessThan(4000);
      expect(rest).toBeGreaterThanOrEqual(1400); // the Inngest server rounds what is left to whole seconds
      expect(rest).toBeLessThan(4000);
    },
  };
};

const slowStep: CaseMaker = (inngest) => {
  const seen = new Journal();
  const slow = inngest.createFunction({ id: "slow", triggers: [{ event: "case/slow" }] }, ({ step }) =>
    step.run("slow", async () => {
      seen.note("slow began");
      await delay(3000);
      seen.note("slow ended");
    }),
  );
  const quick = inngest.createFunction({ id: "quick", triggers: [{ event: "case/quick" }] }, ({ step, event }) =>
    step.run("quick", () => seen.note("quick", event.data.i)),
  );
  return {
    title: "lets no slow step hold up other runs",
    functions: [slow, quick],
    verify: async () => {
      await inngest.send({ name: "case/slow" });
      await seen.until("slow began");
      await inngest.send(Array.from({ length: 20 }, (_, i) => ({ name: "case/quick", data: { i } })));
      await seen.until("quick", 20);
      expect(seen.all("slow ended")).toHaveLength(0);
      await seen.until("slow ended");
      await settled();
      expect(seen.all("slow began")).toHaveLength(1);
    },
  };
};

export const stepCases: CaseMaker[] = [runsSteps, repeatsNames, parallelSteps, racingSteps, sleeps, slowStep];
