import { describe, expect, test } from "vitest";
import { nextStage, stageMove, stageStays } from "./lifecycle";

describe("stageMove", () => {
  test.each([
    ["idea", "business_case", "forward", true],
    [null, "build", "first", true],
    ["idea", "build", "skip", false],
    ["pilot", "build", "backward", false],
    ["production", "retired", "retire", true],
    ["idea", "retired", "retire", false],
    ["retired", "pilot", "reopen", false],
    ["pilot", null, "unstate", false],
    ["pilot", "pilot", "none", true],
  ] as const)("%s to %s is %s", (from, to, kind, natural) => {
    expect(stageMove(from, to)).toMatchObject({ kind, natural });
  });

  test("names what is passed over or gone back through", () => {
    expect(stageMove("idea", "build")).toMatchObject({
      between: ["business_case", "design_data"],
      words: "This passes over business case and design & data. Say why they are not needed.",
    });
    expect(stageMove("pilot", "design_data").between).toEqual(["build", "validation"]);
  });
});

test("the next stage is the one after, the first when none is stated, none after the last", () => {
  expect([nextStage(null), nextStage("build"), nextStage("retired")]).toEqual(["idea", "validation", null]);
});

test("versions that keep the stage prolong a stay; a gap closes it", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const version = (stage: "idea" | "build" | null, day: number) => ({ stage, at: at(day), reason: null, by: "Kim" });
  const stays = stageStays([
    version(null, 1),
    version("idea", 2),
    version("idea", 3),
    version("build", 5),
    version(null, 7),
    version("idea", 9),
  ]);
  expect(stays.map(({ stage, from, to }) => [stage, from.getUTCDate(), to?.getUTCDate() ?? null])).toEqual([
    ["idea", 2, 5],
    ["build", 5, 7],
    ["idea", 9, null],
  ]);
});
