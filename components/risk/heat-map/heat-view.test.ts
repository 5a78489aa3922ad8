import { describe, expect, test } from "vitest";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import {
  type HeatMapData,
  heatInput,
  heatSummary,
  type MapMark,
  readingOf,
  shortCode,
  stepOrder,
  viewedMarks,
} from "./heat-view";

const mark = (code: string, likelihood: number, impact: number, more: Partial<MapMark> = {}): MapMark => ({
  ...{ id: code, code, title: `Risk ${code}`, likelihood, impact, severity: "yellow", beyond: false },
  ...{ score: (likelihood + 1) * (impact + 1), expectedValue: null },
  ...more,
});
const marks = [
  mark("R-09", 1, 1),
  mark("R-31", 3, 4, { severity: "red", expectedValue: 110_000_000 }),
  mark("R-44", 2, 3, { severity: "amber" }),
];
const data: HeatMapData = {
  ...{ definition: STARTING_MATRIX, currency: "USD", tolerance: "yellow", marks, whole: true },
  cells: marks.map(({ likelihood, impact }) => ({ likelihood, impact, count: 1 })),
  before: [
    { id: "R-31", likelihood: 2, impact: 4 },
    { id: "R-09", likelihood: 1, impact: 1 },
  ],
};

describe("marks", () => {
  test("the gravest first, with what became of each", () => {
    expect(viewedMarks(data).map(({ code, state, from }) => [code, state, from])).toEqual([
      ["R-31", "moved", { likelihood: 2, impact: 4 }],
      ["R-44", "new", null],
      ["R-09", "still", null],
    ]);
  });
  test("nothing is new where nothing was recorded then, or its cell lay on another matrix", () => {
    expect(viewedMarks({ marks, before: [] }).map(({ state }) => state)).toEqual(["still", "still", "still"]);
    const elsewhere = [{ id: "R-31", likelihood: null, impact: null }];
    expect(viewedMarks({ marks, before: elsewhere })[0]?.state).toBe("still");
  });
  test("are stepped through from those that moved", () => {
    const before = [
      { id: "R-31", likelihood: 3, impact: 4 },
      { id: "R-44", likelihood: 2, impact: 3 },
    ];
    expect(stepOrder(viewedMarks({ marks, before })).map(({ code }) => code)).toEqual(["R-09", "R-31", "R-44"]);
  });
  test.each([
    ["R-09", "09"],
    ["R-120", "120"],
    ["IT/2026/0007", "IT/2026/"],
  ])("%s is drawn as %s", (code, short) => {
    expect(shortCode(code)).toBe(short);
  });
});

describe("what is drawn", () => {
  test("the line, the words of the top row, and names for what matters first", () => {
    const input = heatInput(data, viewedMarks(data));
    expect(input.beyond[4]).toEqual([false, true, true, true, true]);
    expect(input.words).toEqual([
      { likelihood: 4, impact: 0, text: "moderate", strong: false },
      { likelihood: 4, impact: 1, text: "beyond appetite", strong: true },
    ]);
    expect(input.counts).toBeNull();
    expect(input.likelihoods[3]).toEqual({ name: "likely", band: "35–60\u202f%" });
    const many = Array.from({ length: 40 }, (_, at) => mark(`R-${at + 1}`, 0, 0));
    const drawn = heatInput({ ...data, marks: many, before: null }, viewedMarks({ marks: many, before: null }));
    expect(drawn.marks.filter(({ named }) => named)).toHaveLength(12);
  });
  test("without an appetite there is no line", () => {
    const input = heatInput({ ...data, tolerance: null }, []);
    expect(input.beyond.flat().some(Boolean)).toBe(false);
  });
});

describe("in words", () => {
  test("a mark that did not move", () => {
    const [first] = viewedMarks({ marks, before: null });
    expect(first && readingOf({ ...data, before: null }, first)).toBe(
      "Risk R-31: likely and severe. Score 20, expected loss $1.1\u202fM.",
    );
  });
  test("the whole map", () => {
    expect(heatSummary(data)).toBe(
      "3 risks by likelihood and impact: red 1, amber 1, yellow 0, green 1. Gravest: R-31 Risk R-31; R-44 Risk R-44; R-09 Risk R-09.",
    );
  });
});
