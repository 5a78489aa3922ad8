import { expect, test } from "vitest";
import { type Asking, askOf, isDecision } from "./ask";

const calm: Asking = {
  ...{ severity: "yellow", beyond: false, strategy: "reduce", proposed: false, accepted: false },
  ...{ hasOwner: true, overdueActions: 0 },
};

test.each<[Partial<Asking>, string]>([
  [{}, "None"],
  [{ proposed: true, beyond: true }, "Decide: accept it"],
  [{ strategy: "escalate" }, "Decide: escalated"],
  [{ beyond: true, strategy: null }, "Choose a response"],
  [{ hasOwner: false }, "Name an owner"],
  [{ overdueActions: 1 }, "An action is overdue"],
  [{ overdueActions: 3 }, "Actions are overdue"],
  [{ beyond: true, severity: "red" }, "Back the response"],
  [{ beyond: true, severity: "amber" }, "Note"],
  [{ beyond: true, severity: "red", accepted: true }, "None"],
])("%o asks: %s", (more, ask) => {
  expect(askOf({ ...calm, ...more })).toBe(ask);
  expect(isDecision(ask)).toBe(!["None", "Note"].includes(ask));
});
