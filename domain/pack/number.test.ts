import { describe, expect, test } from "vitest";
import { PORTFOLIO, packRequest } from "./input";
import { forumCode, packNumber } from "./number";

const asOf = new Date("2026-11-20T11:00:40Z");

describe("the number of a pack", () => {
  test("says its forum, instant and template", () => {
    expect(packNumber("AI Steering Committee", asOf, "America/New_York", "steering-1")).toBe("ASC-20261120-0600.1");
    expect(packNumber(PORTFOLIO, asOf, "UTC", "steering-4")).toBe("P-20261120-1100.4");
  });

  test.each([
    ["Model risk & safety board", "MRSB"],
    ["Élan", "E"],
    ["委員会", "F"],
    ["a b c d e f g h", "ABCDEF"],
  ])("%s is %s", (forum, code) => {
    expect(forumCode(forum)).toBe(code);
  });
});

describe("a request", () => {
  test("without a forum is for the whole portfolio", () => {
    expect(packRequest.parse({ forum: " " })).toEqual({ forum: PORTFOLIO, paper: "a4" });
  });

  test("compares with an earlier day only", () => {
    const result = packRequest.safeParse({ asOf: "2026-10-01", since: "2026-10-02" });
    expect(result.error?.issues[0]?.path).toEqual(["since"]);
  });
});
