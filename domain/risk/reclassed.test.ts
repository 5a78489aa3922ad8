import { expect, test } from "vitest";
import { reclassedSentence } from "./reclassed";

test("what another matrix makes of residuals is said in one sentence", () => {
  expect(reclassedSentence([])).toBe("No residual is concerned.");
  expect(reclassedSentence([{ from: "red", to: "red", count: 4 }])).toBe("No residual changes its class.");
  expect(
    reclassedSentence([
      { from: "amber", to: "red", count: 2 },
      { from: "green", to: "yellow", count: 1 },
      { from: "yellow", to: "green", count: 1 },
      { from: "red", to: "red", count: 1 },
    ]),
  ).toBe(
    "Three residuals get graver, two from amber to red and one from green to yellow; one residual gets milder, from yellow to green; one residual keeps its class.",
  );
});
