import { NonRetriableError, RetryAfterError } from "inngest";
import { expect } from "vitest";
import { type CaseMaker, Journal, settled } from "./lab";

const retriesStep: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "retry", triggers: [{ event: "case/retry" }], retries: 3 },
    async ({ step, attempt }) => {
      await step.run("first", () => seen.note("first"));
      const value = await step.run("flaky", () => {
        seen.note("flaky", attempt);
        if (attempt < 2) throw new Error(`not yet ${attempt}`);
        return "at last";
      });
      await step.run("last", () => seen.note("last", { value, attempt }));
    },
  );
  return {
    title: "repeats a failed step, only that one, and counts its attempts",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/retry" });
      await seen.until("last");
      expect(seen.details("flaky")).toEqual([0, 1, 2]);
      expect(seen.all("first")).toHaveLength(1);
      expect(seen.details("last")).toEqual([{ value: "at last", attempt: 0 }]);
    },
  };
};

const failureHandler: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    {
      id: "give-up",
      triggers: [{ event: "case/give-up" }],
      retries: 1,
      onFailure: async ({ event, error, step }) => {
        await step.run("tell", () => seen.note("told", { event, message: error.message }));
      },
    },
    async ({ step, attempt }) => {
      await step.run("doomed", () => {
        seen.note("doomed", attempt);
        throw new TypeError("no such thing");
      });
    },
  );
  return {
    title: "hands the original event and the error to onFailure after the last attempt",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/give-up", data: { id: "abc" } });
      const [told] = await seen.until("told");
      expect(told?.detail).toMatchObject({
        message: expect.stringContaining("no such thing"),
        event: {
          data: {
            function_id: expect.stringMatching(/give-up$/),
            run_id: expect.any(String),
            event: { data: { id: "abc" } },
          },
        },
      });
      await settled();
      expect(seen.details("doomed")).toEqual([0, 1]);
      expect(seen.all("told")).toHaveLength(1);
    },
  };
};

const nonRetriable: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "hopeless", triggers: [{ event: "case/hopeless" }], retries: 5, onFailure: () => seen.note("told") },
    async ({ step }) => {
      await step.run("hopeless", () => {
        seen.note("tried");
        throw new NonRetriableError("never");
      });
    },
  );
  return {
    title: "does not repeat what cannot be retried",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/hopeless" });
      await seen.until("told");
      await settled();
      expect(seen.all("tried")).toHaveLength(1);
    },
  };
};

const retryAfter: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "later", triggers: [{ event: "case/later" }], retries: 2 },
    ({ step, attempt }) =>
      step.run("later", () => {
        seen.note("tried", attempt);
        if (attempt === 0) throw new RetryAfterError("busy", "3s");
      }),
  );
  return {
    title: "waits as long as RetryAfterError asks",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/later" });
      const [first, second] = await seen.until("tried", 2);
      const waited = (second?.at ?? 0) - (first?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(2000); // the SDK rounds the instant to whole seconds
      expect(waited).toBeLessThan(6000);
    },
  };
};

const functionThrows: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "between", triggers: [{ event: "case/between" }], retries: 2 },
    async ({ step, attempt }) => {
      await step.run("before", () => seen.note("before"));
      if (attempt === 0) throw new Error("between the steps");
      await step.run("after", () => seen.note("after"));
    },
  );
  return {
    title: "repeats a function that throws between steps without repeating its steps",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/between" });
      await seen.until("after");
      await settled();
      expect(seen.all("before")).toHaveLength(1);
      expect(seen.all("after")).toHaveLength(1);
    },
  };
};

const caughtFailure: CaseMaker = (inngest) => {
  const seen = new Journal();
  const fn = inngest.createFunction(
    { id: "rollback", triggers: [{ event: "case/rollback" }], retries: 1 },
    async ({ step }) => {
      try {
        await step.run("charge", () => {
          seen.note("charge");
          throw new Error("card declined");
        });
      } catch (error) {
        await step.run("undo", () => seen.note("undo", error instanceof Error ? error.message : ""));
      }
      const both = await Promise.allSettled([
        step.run("good", () => "good"),
        step.run("bad", () => Promise.reject(new NonRetriableError("bad"))),
      ]);
      seen.note(
        "end",
        both.map(({ status }) => status),
      );
    },
  );
  return {
    title: "lets the function catch a step's final failure and go on",
    functions: [fn],
    verify: async () => {
      await inngest.send({ name: "case/rollback" });
      const [end] = await seen.until("end");
      expect(seen.all("charge")).toHaveLength(2);
      expect(seen.details("undo")).toEqual([expect.stringContaining("card declined")]);
      expect(end?.detail).toEqual(["fulfilled", "rejected"]);
    },
  };
};

export const failureCases: CaseMaker[] = [
  retriesStep,
  failureHandler,
  nonRetriable,
  retryAfter,
  functionThrows,
  caughtFailure,
];
