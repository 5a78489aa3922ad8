import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const errorsAsSeen: CaseMaker = (inngest) => {
  const seen = new Journal();
  const read = (error: unknown) =>
    error instanceof Error
      ? [error.name, error.message, error.cause instanceof Error ? error.cause.message : error.cause]
      : error;
  const broken = inngest.createFunction({ id: "broken", triggers: [{ event: "case/broken" }], retries: 0 }, () => {
    throw new RangeError("inner", { cause: new Error("why") });
  });
  const sleepy = inngest.createFunction({ id: "sleepy", triggers: [{ event: "case/sleepy" }] }, ({ step }) =>
    step.sleep("long", "4s"),
  );
  const fn = inngest.createFunction(
    { id: "errors", triggers: [{ event: "case/errors" }], retries: 0 },
    async ({ step }) => {
      const own = await step.run("own", () => Promise.reject(new TypeError("mine", { cause: "because" }))).catch(read);
      const text = await step.run("text", () => Promise.reject("only text")).catch(read);
      const called = await step.invoke("called", { function: broken, data: {} }).catch(read);
      const late = await step.invoke("late", { function: sleepy, data: {}, timeout: "1s" }).catch(read);
      seen.note("end", { own, text, called, late });
    },
  );
  return {
    title: "gives the function a step's error with its name, message and cause",
    functions: [broken, sleepy, fn],
    verify: async () => {
      await inngest.send({ name: "case/errors" });
      const [end] = await seen.until("end");
      expect(end?.detail).toEqual({
        own: ["TypeError", "mine", "because"],
        text: ["Error", "only text", undefined],
        called: ["RangeError", "inner", "why"],
        late: ["InngestInvokeTimeoutError", "Timed out waiting for invoked function to complete", undefined],
      });
    },
  };
};

const failsAmongOthers: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "among", triggers: [{ event: "case/among" }], retries: 1, onFailure: () => seen.note("told") },
    async ({ step }) => {
      await Promise.all([
        step.run("good", () => seen.note("good")),
        step.run("slow", async () => {
          await delay(3000);
          seen.note("slow");
        }),
        step.run("bad", () => {
          seen.note("bad");
          throw new Error("always");
        }),
      ]);
    },
  );
  return {
    title: "lets parallel steps end before the failure of one fails the run",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/among" });
      const [told] = await seen.until("told");
      await settled();
      expect(["good", "slow", "bad"].map((what) => seen.all(what).length)).toEqual([1, 1, 2]);
      expect(told?.at).toBeGreaterThanOrEqual(seen.all("slow")[0]?.at ?? Number.POSITIVE_INFINITY);
    },
  };
};

export const errorCases: CaseMaker[] = [errorsAsSeen, failsAmongOthers];
