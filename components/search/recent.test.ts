import { describe, expect, test } from "vitest";
import { refOf } from "./recent";

describe("refOf", () => {
  test("names the record of a path, and none for lists, forms and deeper pages", () => {
    expect(refOf("/acme/initiatives/AI-014")).toEqual({ noun: "initiative", ref: "AI-014" });
    expect(refOf("/acme/models/0190")).toEqual({ noun: "model", ref: "0190" });
    for (const path of [
      "/acme",
      "/acme/initiatives",
      "/acme/initiatives/new",
      "/acme/initiatives/AI-014/edit",
      "/acme/packs/1",
    ])
      expect(refOf(path)).toBeNull();
  });
});
