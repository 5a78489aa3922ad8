import { describe, expect, test } from "vitest";
import {
  alertsConclusion,
  modelChangesConclusion,
  modelMeaning,
  modelsHeadline,
  modelsStandfirst,
} from "./model-sentence";

const asOf = new Date("2026-11-20T06:00:00Z");

describe("model health in words", () => {
  test("names the models outside", () => {
    expect(modelsHeadline({ live: 9, outside: 2, noData: 1 }, ["Sepsis early warning", "Prior-auth triage"])).toBe(
      "Two of nine live models are outside their limits: Sepsis early warning and Prior-auth triage.",
    );
    expect(modelsHeadline({ live: 9, outside: 0, noData: 0 }, [])).toBe(
      "All nine live models are inside their limits.",
    );
    expect(modelsHeadline({ live: 9, outside: 4, noData: 0 }, ["A", "B", "C", "D"])).toBe(
      "Four of nine live models are outside their limits: A, B and two more.",
    );
  });

  test("says how many are live and what is open", () => {
    expect(modelsStandfirst({ all: 24, live: 9, outside: 2, noData: 1, openAlerts: 3 })).toBe(
      "Nine of 24 models are live, three alerts are open; one sends no data.",
    );
    expect(modelsStandfirst({ all: 0, live: 0, outside: 0, noData: 0, openAlerts: 0 })).toBe(
      "Models appear here as soon as a connection finds them.",
    );
  });

  test("alerts carry their age", () => {
    expect(alertsConclusion([], asOf)).toBe("No alert is open.");
    expect(
      alertsConclusion(
        [
          { level: "critical", openedAt: new Date("2026-11-03T06:00:00Z") },
          { level: "warning", openedAt: new Date("2026-11-13T06:00:00Z") },
        ],
        asOf,
      ),
    ).toBe("One is critical, the oldest for 17 days.");
  });

  test("changes of state are weighed", () => {
    expect(modelChangesConclusion([])).toBe("No model changed its state.");
    expect(
      modelChangesConclusion([
        { from: "inside", to: "critical" },
        { from: "warning", to: "inside" },
      ]),
    ).toBe("One model got worse, one better.");
  });
});

describe("what a curve means", () => {
  const reading = {
    measure: "recall",
    now: 0.66,
    unit: null,
    decimals: 2,
    direction: "low" as const,
    warning: 0.8,
    critical: 0.78,
    since: new Date("2026-11-03T06:00:00Z"),
    asOf,
    timeZone: "UTC",
  };
  test.each([
    ["critical", "Recall below its critical limit of 0.78 since 3\u00a0November."],
    ["warning", "Recall below its warning limit of 0.80 since 3\u00a0November."],
    ["no_data", "No recall arrived since 3\u00a0November; the last state is not known to hold."],
    ["not_measured", "No rule watches this measure yet."],
  ] as const)("%s", (state, words) => {
    expect(modelMeaning({ ...reading, state })).toBe(words);
  });

  test("inside says how much room is left", () => {
    expect(modelMeaning({ ...reading, state: "inside", now: 0.91 })).toBe("Inside, 0.11 above the nearest limit.");
    expect(modelMeaning({ ...reading, state: "inside", now: Number.NaN })).toBe("Inside its limits.");
  });
});
