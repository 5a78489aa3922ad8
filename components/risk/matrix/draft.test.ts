import { describe, expect, test } from "vitest";
import {
  addLevel,
  addStep,
  draftOf,
  type MatrixDraft,
  readDraft,
  removeLevel,
  removeStep,
  setCell,
  setLevel,
  setStep,
  swapLevels,
} from "@/components/risk/matrix/draft";
import { draftFaults } from "@/components/risk/matrix/draft-faults";
import { milderWhenWorse } from "@/domain/risk/matrix";
import { READY_MATRIX_KEYS, readyMatrices } from "@/domain/risk/ready-matrices";

const five = draftOf(readyMatrices("USD")["5x5"].definition, "USD");
const faultsOf = (draft: MatrixDraft) => draftFaults({ name: "Own", note: "", draft, currency: "USD" });
const read = (draft: MatrixDraft) => readDraft(draft, "USD").definition;

describe("a matrix while it is edited", () => {
  test.each(READY_MATRIX_KEYS)("%s comes back as it was, in every currency", (key) => {
    for (const currency of ["USD", "JPY", "KWD"]) {
      const { definition } = readyMatrices(currency)[key];
      expect(readDraft(draftOf(definition, currency), currency)).toEqual({ definition, faults: [] });
    }
  });

  test("a matrix without bands has none afterwards", () => {
    const plain = {
      ...readyMatrices("USD")["3x3"].definition,
      likelihoods: ["a", "b", "c"].map((name) => ({ name })),
      impacts: ["d", "e", "f"].map((name) => ({ name })),
    };
    expect(read(draftOf(plain, "USD"))).toEqual(plain);
  });

  test("growing and shrinking keeps the grid whole and never milder where it is worse", () => {
    for (const axis of ["likelihoods", "impacts"] as const) {
      const grown = read(addStep(five, axis));
      expect([grown[axis].length, grown.grid.length * (grown.grid[0]?.length ?? 0)]).toEqual([6, 30]);
      expect(milderWhenWorse(grown)).toEqual([]);
      const less = read(removeStep(five, axis, 2));
      expect(less.grid.length * (less.grid[0]?.length ?? 0)).toBe(20);
      expect(milderWhenWorse(less)).toEqual([]);
    }
    expect(read(removeStep(five, "impacts", 4)).floors[0]?.impact).toBe(3);
    expect(read(removeStep(five, "impacts", 0)).floors[0]?.impact).toBe(3);
    expect(read(removeStep(five, "impacts", 4)).impacts.at(-1)).toEqual({ name: "major", from: 40_000_000 });
  });

  test("a level that goes leaves its cells to the next graver; one that moves takes them along", () => {
    const names = (draft: MatrixDraft) => draft.grid[1]?.map((level) => draft.levels[level]?.name);
    expect(names(five)).toEqual(["Low", "Low", "Moderate", "Moderate", "High"]);
    expect(names(removeLevel(five, 1))).toEqual(["Low", "Low", "High", "High", "High"]);
    expect(names(removeLevel(five, 3))).toEqual(names(five));
    expect(names(swapLevels(five, 0))).toEqual(names(five));
    expect(faultsOf(swapLevels(five, 0)).map(({ path }) => path)).toEqual(["levels.1"]);
  });

  test("what is wrong is named at its place", () => {
    expect(faultsOf(five)).toEqual([]);
    expect(faultsOf(setCell(five, 2, 3, 0))).toEqual([
      { path: "grid.2.3", message: "possible × major is Low, milder than unlikely × major, which is Moderate." },
    ]);
    expect(faultsOf(setStep(five, "likelihoods", 1, { upTo: "often" }))).toEqual([
      { path: "likelihoods.1", message: "“often” is no percentage from 0 to 100." },
    ]);
    expect(faultsOf(setStep(five, "impacts", 0, { upTo: "" }))[0]).toMatchObject({ path: "impacts.0" });
    expect(faultsOf(setStep(five, "impacts", 1, { upTo: "EUR 20k" }))[0]?.message).toContain("Amounts are in USD");
    expect(faultsOf(addStep(five, "impacts")).map(({ path, message }) => [path, message])).toContainEqual([
      "impacts.5",
      "Give it a name.",
    ]);
    expect(faultsOf(setLevel(addLevel(five), 4, { name: "Low" }))[0]).toMatchObject({ path: "levels.4" });
    expect(draftFaults({ name: " ", note: "", draft: five, currency: "USD" })).toEqual([
      { path: "name", message: "Give it a name." },
    ]);
  });
});
