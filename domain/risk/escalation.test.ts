import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Appetite, beyondTolerance, type ResidualCell, STANCES, STARTING_APPETITE } from "./appetite";
import {
  AUTHORITY_ROLES,
  type Authorities,
  authorityFor,
  authorityOrder,
  inconsistentAuthorities,
  STARTING_AUTHORITIES,
} from "./authority";
import { addDays, addMonths, addWorkingDays } from "./calendar";
import { dueAtLevel, type EscalationSubject, evaluateEscalation } from "./escalation";
import { type EscalationRule, escalationRuleText, rulesFrom, STARTING_RULES } from "./escalation-rule";
import { SEVERITIES, type Severity } from "./severity";

const now = new Date("2026-11-20T15:00:00Z"); // a Friday, 09:00 in Chicago
const timeZone = "America/Chicago";
const clock = { now, timeZone };

const cell = (severity: Severity, likelihood: number, impact: number): ResidualCell => ({
  severity,
  score: likelihood * impact,
  likelihood: {
    name: ["rare", "unlikely", "possible", "likely", "almost certain"][likelihood - 1] ?? "",
    place: likelihood,
  },
  impact: { name: ["minor", "moderate", "serious", "major", "severe"][impact - 1] ?? "", place: impact },
});

const appetiteFor = (category: string): Appetite => {
  const found = STARTING_APPETITE.find((each) => each.category === category);
  if (!found) throw new Error("no such category");
  return found;
};

const sepsis: EscalationSubject = {
  kind: "threat",
  open: true,
  category: "patient_safety",
  residual: cell("red", 4, 5),
  safetySeverity: "red",
  proximityOn: "2026-11-03",
  appetite: appetiteFor("patient_safety"),
  accepted: null,
  actions: [{ title: "Retrain on recoded lactate", dueOn: "2026-12-01" }],
};
const look = (
  subject: Partial<EscalationSubject>,
  given: Partial<{ authorities: Authorities; clock: typeof clock }> = {},
) =>
  evaluateEscalation(
    { ...sepsis, ...subject },
    { rules: STARTING_RULES, authorities: STARTING_AUTHORITIES, clock, ...given },
  );

describe("rules that raise a risk", () => {
  test("a red risk to safety, now: an executive in five working days, the sponsor in 24 hours", () => {
    expect(look({})).toEqual([
      {
        rule: "beyond_tolerance",
        fires: true,
        because:
          "Residual likely 4 × severe 5 = 20 is red; the tolerance for patient safety is green (averse): three classes beyond it. Executive is the level that owns red risks.",
        to: "executive",
        dueAt: new Date("2026-11-28T05:59:59.999Z"), // Friday 27 Nov ends in Chicago
      },
      {
        rule: "red_imminent",
        fires: true,
        because: "The residual is red and it may come true on 3 Nov 2026, which is now.".replaceAll(
          /(\d) (Nov) (\d)/g,
          "$1\u00a0$2\u00a0$3",
        ),
        to: "sponsor",
        dueAt: new Date("2026-11-21T15:00:00Z"),
      },
      {
        rule: "action_overdue",
        fires: false,
        because: "No response is overdue.",
        to: null,
        dueAt: null,
      },
    ]);
  });

  test("what does not fire says why", () => {
    const reasons = (subject: Partial<EscalationSubject>) =>
      look(subject).map(({ fires, because }) => [fires, because]);
    expect(reasons({ residual: cell("green", 1, 2), safetySeverity: "green" })).toEqual([
      [
        false,
        "Residual rare 1 × moderate 2 = 2 is green; the tolerance for patient safety is green (averse): at it, not beyond.",
      ],
      [false, "The residual is green, not red."],
      [false, "No response is overdue."],
    ]);
    expect(reasons({ residual: null }).slice(0, 2)).toEqual([
      [false, "No residual is assessed yet, so there is nothing to compare."],
      [false, "No residual is assessed yet, so there is nothing to compare."],
    ]);
    expect(new Set(look({ open: false }).map(({ because }) => because))).toEqual(new Set(["The risk is not open."]));
    expect(look({ kind: "opportunity" }).some(({ fires }) => fires)).toBe(false);
    expect(look({ proximityOn: null })[1]).toMatchObject({
      fires: false,
      because: "The residual is red; no date says how near it is.",
    });
    expect(look({ proximityOn: "2026-12-20" })[1]?.fires).toBe(false); // a month is not less than a month
    expect(look({ proximityOn: "2026-12-19" })[1]?.fires).toBe(true);
  });

  test("a response is raised after 14 days, not on the fourteenth", () => {
    const overdue = (days: number) =>
      look({
        residual: cell("yellow", 2, 3),
        safetySeverity: null,
        actions: [{ title: "Add a step", dueOn: addDays("2026-11-20", -days) }],
      })[2];
    expect(overdue(14)).toMatchObject({
      fires: false,
      because: '"Add a step" is 14 days overdue; it is raised after 14 days.',
    });
    expect(overdue(15)).toMatchObject({
      fires: true,
      to: "program_director",
      because: 'One response is more than 14 days overdue: "Add a step" by 15 days.',
    });
  });

  test("a deadline counts from when the rule began to fire", () => {
    const since = {
      beyond_tolerance: new Date("2026-11-18T12:00:00Z"),
      red_imminent: new Date("2026-11-18T12:00:00Z"),
    };
    const [first, second] = look({}, { clock: { ...clock, since } as typeof clock });
    expect(first?.dueAt).toEqual(new Date("2026-11-26T05:59:59.999Z")); // Wednesday 25 Nov
    expect(second?.dueAt).toEqual(new Date("2026-11-19T12:00:00Z"));
  });

  test("an accepted residual is not raised again until it is worse", () => {
    const accepted = { severity: "amber" as const, score: 12, expiresOn: "2027-03-31" };
    const fires = (residual: ResidualCell) =>
      look({ category: "financial", appetite: appetiteFor("financial"), safetySeverity: null, residual, accepted })[0];
    expect(fires(cell("amber", 3, 4))).toMatchObject({ fires: false });
    expect(fires(cell("amber", 3, 4))?.because).toMatch(
      /It is accepted until 31\u00a0Mar\u00a02027, up to amber 12\.$/,
    );
    expect(fires(cell("amber", 3, 3))?.fires).toBe(false);
    expect(fires(cell("amber", 3, 5))?.fires).toBe(true);
    expect(fires(cell("red", 4, 4))?.fires).toBe(true);
  });

  test("settings complete what is stored and pass over what cannot be read", () => {
    expect(rulesFrom([])).toEqual(STARTING_RULES);
    const rules = rulesFrom([
      { key: "action_overdue", enabled: false, params: { days: 30 } },
      { key: "beyond_tolerance", enabled: true, params: { workingDays: -3 } },
      { key: "who knows", enabled: true, params: {} },
    ]);
    expect(rules[2]).toEqual({ key: "action_overdue", enabled: false, params: { days: 30, workingDays: 5 } });
    expect(rules[0]).toEqual(STARTING_RULES[0]);
    expect(rules.map(escalationRuleText)).toEqual([
      "A residual above the tolerance of its category goes to the level that owns its class, within five working days.",
      "A red risk that may come true in less than one month goes to the sponsor within 24 hours.",
      "A response that is more than 30 days overdue goes to the level that owns the risk's class, at least to the program director, within five working days.",
    ]);
    const off = evaluateEscalation(
      { ...sepsis, actions: [{ title: "x", dueOn: "2026-01-01" }] },
      { rules, authorities: STARTING_AUTHORITIES, clock },
    );
    expect(off[2]).toMatchObject({ fires: false, because: "This rule is switched off." });
  });
});

describe("authority", () => {
  test("never below an executive for red on patient safety, whatever the data say", () => {
    const low: Authorities = { green: "owner", yellow: "owner", amber: "owner", red: "owner" };
    expect(authorityFor({ category: "patient_safety", severity: "red" }, low)).toEqual({
      role: "executive",
      because:
        "Initiative owner is the level that owns red risks. A red risk to patient safety is never owned below an executive.",
    });
    expect(authorityFor({ category: "financial", severity: "red", safetySeverity: "red" }, low).role).toBe("executive");
    expect(authorityFor({ category: "financial", severity: "red", safetySeverity: "amber" }, low).role).toBe("owner");
  });

  test("a graver class with a lower level is found", () => {
    expect(inconsistentAuthorities(STARTING_AUTHORITIES)).toEqual([]);
    expect(inconsistentAuthorities({ ...STARTING_AUTHORITIES, red: "owner" })).toEqual(["red"]);
  });
});

test("working days skip the weekend", () => {
  expect(addWorkingDays("2026-11-20", 1)).toBe("2026-11-23");
  expect(addWorkingDays("2026-11-21", 1)).toBe("2026-11-23");
  expect(addWorkingDays("2026-11-20", 5)).toBe("2026-11-27");
  expect(addWorkingDays("2026-11-20", 0)).toBe("2026-11-20");
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
});

const severity = fc.constantFrom(...SEVERITIES);
const role = fc.constantFrom(...AUTHORITY_ROLES);
/** Whatever an organisation may have stored, also what settings would refuse. */
const authorities = fc.record({ green: role, yellow: role, amber: role, red: role });
const day = fc.integer({ min: -60, max: 500 }).map((days) => addDays("2026-11-20", days));

/** Cells of one matrix whose class never falls when likelihood or impact rises. */
const matrix = fc
  .array(fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }), { minLength: 5, maxLength: 5 })
  .map((steps) => {
    const grid: number[][] = [];
    for (const [l, row] of steps.entries()) {
      const made: number[] = [];
      for (const [i, step] of row.entries())
        made.push(Math.min(3, Math.max(grid[l - 1]?.[i] ?? 0, made[i - 1] ?? 0) + (step === 3 ? 1 : 0)));
      grid.push(made);
    }
    return grid;
  });
const place = fc.integer({ min: 0, max: 4 });

const rules: fc.Arbitrary<EscalationRule[]> = fc
  .record({
    workingDays: fc.nat({ max: 60 }),
    months: fc.integer({ min: 1, max: 12 }),
    hours: fc.integer({ min: 1, max: 720 }),
    to: role,
    days: fc.nat({ max: 365 }),
    enabled: fc.boolean(),
  })
  .map(({ workingDays, months, hours, to, days, enabled }) => [
    { key: "beyond_tolerance", enabled, params: { workingDays } },
    { key: "red_imminent", enabled: true, params: { months, hours, to } },
    { key: "action_overdue", enabled: true, params: { days, workingDays } },
  ]);

describe("a worse residual is never treated more mildly", () => {
  const at = (grid: number[][], l: number, i: number) => cell(SEVERITIES[grid[l]?.[i] ?? 0] ?? "green", l + 1, i + 1);

  test("it is raised no later, to no lower level, and needs no lower authority", () => {
    fc.assert(
      fc.property(
        fc.record({
          grid: matrix,
          cell: fc.tuple(place, place),
          more: fc.tuple(place, place),
          date: fc.option(day),
          sooner: fc.nat({ max: 400 }),
          accepted: fc.option(fc.record({ severity, score: fc.integer({ min: 1, max: 25 }) })),
          tolerance: severity,
          stance: fc.constantFrom(...STANCES),
          category: fc.constantFrom("patient_safety", "financial"),
          safety: fc.boolean(),
          authorities,
          rules,
          actions: fc.array(fc.record({ title: fc.constant("Act"), dueOn: fc.option(day) }), { maxLength: 3 }),
        }),
        (given) => {
          const [l, i] = given.cell;
          const [worseL, worseI] = [Math.min(4, l + given.more[0]), Math.min(4, i + given.more[1])];
          const appetite = { ...appetiteFor("financial"), stance: given.stance, tolerance: given.tolerance };
          const build = (residual: ResidualCell, proximityOn: string | null): EscalationSubject => ({
            ...{ kind: "threat", open: true, category: given.category, residual, proximityOn, appetite },
            safetySeverity: given.safety ? residual.severity : null,
            accepted: given.accepted && { ...given.accepted, expiresOn: "2027-01-31" },
            actions: given.actions,
          });
          const mild = at(given.grid, l, i);
          const worse = at(given.grid, worseL, worseI);
          const soon = given.date === null ? null : addDays(given.date, -given.sooner);
          const evaluate = (subject: EscalationSubject) =>
            evaluateEscalation(subject, { rules: given.rules, authorities: given.authorities, clock });
          const [before, after] = [evaluate(build(mild, given.date)), evaluate(build(worse, soon))];
          for (const level of AUTHORITY_ROLES) {
            const [due, dueThen] = [dueAtLevel(before, level), dueAtLevel(after, level)];
            if (due !== null) expect(dueThen?.getTime() ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(due.getTime());
          }
          for (const [at, one] of before.entries()) {
            const other = after[at];
            if (!one.fires) continue;
            expect(other?.fires).toBe(true);
            expect(authorityOrder(other?.to ?? "owner")).toBeGreaterThanOrEqual(authorityOrder(one.to ?? "owner"));
          }
          const needed = (residual: ResidualCell) =>
            authorityOrder(
              authorityFor(
                {
                  category: given.category,
                  severity: residual.severity,
                  safetySeverity: given.safety ? residual.severity : null,
                },
                given.authorities,
              ).role,
            );
          expect(needed(worse)).toBeGreaterThanOrEqual(needed(mild));
          expect(beyondTolerance(worse, appetite).classes).toBeGreaterThanOrEqual(
            beyondTolerance(mild, appetite).classes,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("looked at again while it fires, it keeps its deadline", () => {
    fc.assert(
      fc.property(rules, fc.nat({ max: 96 }), (given, hours) => {
        const first = evaluateEscalation(sepsis, { rules: given, authorities: STARTING_AUTHORITIES, clock });
        const since = { beyond_tolerance: now, red_imminent: now, action_overdue: now };
        const later = { now: new Date(now.getTime() + hours * 3_600_000), timeZone, since };
        const again = evaluateEscalation(sepsis, { rules: given, authorities: STARTING_AUTHORITIES, clock: later });
        expect(again.slice(0, 2).map(({ dueAt }) => dueAt)).toEqual(first.slice(0, 2).map(({ dueAt }) => dueAt));
      }),
    );
  });
});
