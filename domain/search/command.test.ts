import { describe, expect, test } from "vitest";
import { answersTo, typedDay } from "./command";

describe("answersTo", () => {
  const command = { title: "Create an initiative", words: "new add" };
  test("takes the beginnings of words in any order", () => {
    for (const typed of ["", "cre", "new init", "initiative create", "ADD"])
      expect(answersTo(command, typed)).toBe(true);
    for (const typed of ["delete", "reate", "new model"]) expect(answersTo(command, typed)).toBe(false);
  });
});

describe("typedDay", () => {
  test("reads two ways to write a day, and no day that is none", () => {
    expect(typedDay("2026-06-30")).toBe("2026-06-30");
    expect(typedDay(" 1.7.2026 ")).toBe("2026-07-01");
    for (const text of ["2026-02-30", "31.4.2026", "2026-6-3", "june", ""]) expect(typedDay(text)).toBeNull();
  });
});
