import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Acceptance, acceptanceState, endsSoon, expiryRefusal, mayDecide } from "./acceptance";
import { AUTHORITY_ROLES, authorityFor, STARTING_AUTHORITIES } from "./authority";

const today = "2026-11-20";
const accepted: Acceptance = {
  decision: "accepted",
  expiresOn: "2027-05-31",
  frozen: { severity: "amber", score: 12 },
};
const state = (given: Partial<Acceptance>, live: Acceptance["frozen"] | null = accepted.frozen, on = today) =>
  acceptanceState({ ...accepted, ...given }, { live, today: on });

describe("an acceptance", () => {
  test("ends on a later day, within twelve months", () => {
    expect(expiryRefusal("2026-11-20", today)).toBe("An acceptance ends on a later day than today.");
    expect(expiryRefusal("2026-11-21", today)).toBeNull();
    expect(expiryRefusal("2027-11-20", today)).toBeNull();
    expect(expiryRefusal("2027-11-21", today)).toMatch(/at most twelve months, here until 20\u00a0Nov\u00a02027/);
    expect(expiryRefusal("2025-02-28", "2024-02-29")).toBeNull();
    expect(expiryRefusal("2025-03-01", "2024-02-29")).not.toBeNull();
  });

  test("holds to the end of its last day and for the residual it was given for", () => {
    expect(state({})).toEqual({ state: "standing", because: "Accepted at amber 12 until 31\u00a0May\u00a02027." });
    expect(state({}, accepted.frozen, "2027-05-31").state).toBe("standing");
    expect(state({}, accepted.frozen, "2027-06-01").state).toBe("expired");
    expect(state({}, { severity: "red", score: 16 })).toEqual({
      state: "stale",
      because: "Accepted at amber 12, but the residual is red 16 now.",
    });
    expect(state({}, { severity: "amber", score: 10 }).state).toBe("stale");
    expect(state({}, null).because).toBe("Accepted at amber 12, but no residual is assessed now.");
    expect(state({ decision: null }).state).toBe("proposed");
    expect(state({ decision: null }, { severity: "red", score: 16 }).because).toMatch(/Propose it again/);
    expect([state({ decision: "refused" }).state, state({ decision: "withdrawn" }).state]).toEqual([
      "refused",
      "withdrawn",
    ]);
  });

  test("is decided by the level that owns the class or one above, never by who proposed it", () => {
    const needed = authorityFor({ category: "financial", severity: "amber" }, STARTING_AUTHORITIES);
    const by = (memberId: string, held: (typeof AUTHORITY_ROLES)[number][]) =>
      mayDecide({ proposedBy: "a", memberId, held, needed });
    expect(by("b", ["sponsor"])).toEqual({
      allowed: true,
      because: "Sponsor is the level that owns amber risks. You are the sponsor.",
    });
    expect(by("b", ["executive"]).allowed).toBe(true);
    expect(by("b", ["owner", "program_director"]).because).toBe(
      "Sponsor is the level that owns amber risks. It needs at least that; you are the initiative owner and the program director of this risk.",
    );
    expect(by("b", []).allowed).toBe(false);
    expect(by("a", ["executive"])).toEqual({
      allowed: false,
      because: "Who proposes an acceptance cannot decide about it.",
    });
  });

  test("the proposer never decides, and a right to a graver risk is a right to a milder one", () => {
    const held = fc.subarray([...AUTHORITY_ROLES]);
    fc.assert(
      fc.property(held, fc.constantFrom("green", "yellow", "amber", "red"), (levels, severity) => {
        const needed = authorityFor({ category: "patient_safety", severity }, STARTING_AUTHORITIES);
        expect(mayDecide({ proposedBy: "a", memberId: "a", held: levels, needed }).allowed).toBe(false);
        const red = authorityFor({ category: "patient_safety", severity: "red" }, STARTING_AUTHORITIES);
        if (mayDecide({ proposedBy: "a", memberId: "b", held: levels, needed: red }).allowed)
          expect(mayDecide({ proposedBy: "a", memberId: "b", held: levels, needed }).allowed).toBe(true);
      }),
    );
  });
});

test("an end is near from two weeks before the last day, unless it was never further away", () => {
  const long = { decidedOn: "2026-08-01", expiresOn: "2026-12-01" };
  expect(["2026-11-16", "2026-11-17", "2026-12-01", "2026-12-02"].map((today) => endsSoon(long, today))).toEqual([
    ...[false, true],
    ...[true, false],
  ]);
  expect(endsSoon({ decidedOn: "2026-11-17", expiresOn: "2026-12-01" }, "2026-11-17")).toBe(false);
});
