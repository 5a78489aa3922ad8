import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelHealth } from "@/domain/metric/health";
import { advance, clear, fold, INITIAL_STATE, type RuleLimits, ruleLimits } from "@/domain/metric/rule";
import { delayText, ruleText } from "@/domain/metric/rule-text";
import { counted, samplesOf, windowStart } from "@/domain/metric/window";

const drift = ruleLimits.parse({
  direction: "high",
  warning: 0.1,
  critical: 0.25,
  clearWarning: 0.08,
  clearCritical: 0.2,
  consecutive: 2,
  clearAfter: 3,
  noDataAfter: 2,
});

const values = (...list: (number | null)[]) => list.map((value) => ({ value }));
const statuses = (rule: RuleLimits, ...list: (number | null)[]) => fold(rule, values(...list)).statuses;

const SERIES = [0.08, 0.12, 0.11, 0.27, 0.26, 0.28, 0.19, 0.09, 0.24, 0.08, 0.07, 0.06, null, null, 0.05];

describe("the worked series", () => {
  test("window by window", () => {
    const short = { ok: "OK", warning: "WARN", critical: "CRIT", no_data: "NODATA" };
    expect(
      statuses(drift, ...SERIES)
        .map((status) => short[status])
        .join(" "),
    ).toBe("OK OK WARN WARN CRIT CRIT CRIT CRIT CRIT CRIT CRIT WARN WARN NODATA WARN");
  });

  test("names its transitions", () => {
    const { transitions } = fold(drift, values(...SERIES));
    expect(transitions.map(({ index, from, to }) => [index, from, to])).toEqual([
      [2, "ok", "warning"],
      [4, "warning", "critical"],
      [11, "critical", "warning"],
      [13, "warning", "no_data"],
      [14, "no_data", "warning"],
    ]);
  });
});

describe("one rule at a time", () => {
  const plain = { ...drift, consecutive: 1, clearAfter: 1, clearWarning: null, clearCritical: null };

  test("a single window of two does not breach", () => {
    expect(statuses(drift, 0.3, 0.05, 0.3, 0.05, 0.3)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
  });

  test("critical is entered from ok without passing warning", () => {
    expect(statuses(plain, 0.3)).toEqual(["critical"]);
  });

  test("a value on the limit breaches, a value on the clearing limit does not clear", () => {
    expect(statuses(plain, 0.25)).toEqual(["critical"]);
    expect(statuses({ ...plain, clearCritical: 0.2 }, 0.25, 0.2, 0.1999)).toEqual(["critical", "critical", "warning"]);
  });

  test("a critical state that falls under both clearing limits goes straight to ok", () => {
    expect(statuses(drift, 0.3, 0.3, 0.01, 0.01, 0.01)).toEqual(["ok", "critical", "critical", "critical", "ok"]);
  });

  test("a missing window resets the run of breaches and the run of clearings", () => {
    expect(statuses(drift, 0.3, null, 0.3)).toEqual(["ok", "ok", "ok"]);
    expect(statuses({ ...drift, noDataAfter: null }, 0.3, 0.3, 0.1, 0.1, null, 0.1, 0.1)).toEqual([
      "ok",
      "critical",
      "critical",
      "critical",
      "critical",
      "critical",
      "critical",
    ]);
  });

  test("no data resumes what was before", () => {
    expect(statuses(drift, 0.3, 0.3, null, null, null, 0.3)).toEqual([
      "ok",
      "critical",
      "critical",
      "no_data",
      "no_data",
      "critical",
    ]);
  });

  test("without a number of windows, missing data never changes the state", () => {
    expect(statuses({ ...drift, noDataAfter: null }, null, null, null)).toEqual(["ok", "ok", "ok"]);
  });

  test("too few cases are a missing window", () => {
    const rule = { ...plain, minimumCases: 30, noDataAfter: 1 };
    const found = fold(rule, [
      { value: 0.9, cases: 29 },
      { value: 0.9, cases: 30 },
      { value: 0.9, cases: null },
    ]);
    expect(found.statuses).toEqual(["no_data", "critical", "critical"]);
  });

  test("NaN is missing, infinity is a breach", () => {
    expect(statuses({ ...plain, noDataAfter: 1 }, Number.NaN, Number.POSITIVE_INFINITY)).toEqual([
      "no_data",
      "critical",
    ]);
  });

  test("low values are bad when the direction is low", () => {
    const recall = ruleLimits.parse({ direction: "low", warning: 0.82, critical: 0.78, consecutive: 2, clearAfter: 2 });
    expect(statuses(recall, 0.86, 0.81, 0.8, 0.77, 0.78, 0.79, 0.8, 0.83, 0.84)).toEqual([
      "ok",
      "ok",
      "warning",
      "warning",
      "critical",
      "critical",
      "warning",
      "warning",
      "ok",
    ]);
  });

  test("single shot fires on the first breach and waits for a person", () => {
    const leak = ruleLimits.parse({ direction: "high", warning: null, critical: 1, consecutive: 3, singleShot: true });
    const fired = fold(leak, values(0, 1, 0, 0, 0));
    expect(fired.statuses).toEqual(["ok", "critical", "critical", "critical", "critical"]);
    expect(advance(leak, clear(), { value: 0 }).status).toBe("ok");
  });

  test("limits that contradict each other are refused with the field", () => {
    const wrong = ruleLimits.safeParse({ direction: "low", warning: 0.7, critical: 0.8 });
    expect(wrong.error?.issues[0]?.path).toEqual(["warning"]);
    expect(ruleLimits.safeParse({ direction: "high", warning: null, critical: null }).success).toBe(false);
    expect(ruleLimits.safeParse({ direction: "high", warning: 1, critical: 2, clearWarning: 1.5 }).success).toBe(false);
  });
});

describe("for any series", () => {
  const value = fc.option(fc.double({ min: 0, max: 0.5, noNaN: true }), { nil: null, freq: 5 });
  const series = fc.array(value, { maxLength: 60 });
  const rules = fc
    .record({
      consecutive: fc.integer({ min: 1, max: 4 }),
      clearAfter: fc.integer({ min: 1, max: 4 }),
      noDataAfter: fc.option(fc.integer({ min: 1, max: 4 })),
      singleShot: fc.boolean(),
    })
    .map((counts) => ({ ...drift, ...counts }));

  test("folding in pieces equals folding at once", () => {
    fc.assert(
      fc.property(rules, series, fc.nat(60), (rule, list, cut) => {
        const first = fold(rule, values(...list.slice(0, cut)));
        const second = fold(rule, values(...list.slice(cut)), first.state);
        expect([...first.statuses, ...second.statuses]).toEqual(statuses(rule, ...list));
      }),
    );
  });

  test("a rule turned round on turned values says the same", () => {
    fc.assert(
      fc.property(rules, series, (rule, list) => {
        const turn = (limit: number | null) => (limit === null ? null : -limit);
        const turned = {
          ...rule,
          direction: "low" as const,
          warning: turn(rule.warning),
          critical: turn(rule.critical),
          clearWarning: turn(rule.clearWarning),
          clearCritical: turn(rule.clearCritical),
        };
        expect(statuses(turned, ...list.map(turn))).toEqual(statuses(rule, ...list));
      }),
    );
  });

  test("critical begins only after enough breaches in a row, and without a gap", () => {
    fc.assert(
      fc.property(rules, series, (rule, list) => {
        const { transitions } = fold(rule, values(...list));
        for (const { index } of transitions.filter(({ to, from }) => to === "critical" && from !== "no_data")) {
          const needed = rule.singleShot ? 1 : rule.consecutive;
          const run = list.slice(index + 1 - needed, index + 1);
          expect(run.length === needed && run.every((v) => v !== null && v >= 0.25)).toBe(true);
        }
      }),
    );
  });

  test("an alarm ends only after enough clear windows in a row", () => {
    fc.assert(
      fc.property(rules, series, (rule, list) => {
        for (const { index, from, to } of fold(rule, values(...list)).transitions) {
          if (from !== "critical" || to === "no_data") continue;
          const run = list.slice(index + 1 - rule.clearAfter, index + 1);
          expect(rule.singleShot).toBe(false);
          expect(run.length === rule.clearAfter && run.every((v) => v !== null && v < 0.2)).toBe(true);
        }
      }),
    );
  });

  test("no data begins exactly at the stated number of missing windows", () => {
    fc.assert(
      fc.property(rules, series, (rule, list) => {
        const said = statuses(rule, ...list);
        list.forEach((_, at) => {
          const gap = rule.noDataAfter;
          const silent = gap !== null && at + 1 >= gap && list.slice(at + 1 - gap, at + 1).every((v) => v === null);
          expect(said[at] === "no_data").toBe(silent);
        });
      }),
    );
  });

  test("the state is the same whatever came before a long clear stretch", () => {
    fc.assert(
      fc.property(series, (list) => {
        const calm = [...list, ...new Array<number>(8).fill(0)];
        const { state } = fold(drift, values(...calm));
        expect(state.status).toBe(INITIAL_STATE.status);
      }),
    );
  });
});

describe("windows", () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);

  test("a day without a reading is missing once its lateness has passed", () => {
    const readings = [
      { at: day("2026-03-01"), value: 1 },
      { at: day("2026-03-03"), value: 3 },
    ];
    const until = (text: string) =>
      samplesOf(86_400, readings, new Date(text), { latenessMs: 6 * 3_600_000 }).map((s) => s.value);
    expect(until("2026-03-03T12:00:00Z")).toEqual([1, null, 3]);
    expect(until("2026-03-05T05:59:00Z")).toEqual([1, null, 3]);
    expect(until("2026-03-05T06:00:00Z")).toEqual([1, null, 3, null]);
  });

  test("the last reading of a window counts", () => {
    const readings = [
      { at: new Date("2026-03-01T01:00:00Z"), value: 1 },
      { at: new Date("2026-03-01T23:00:00Z"), value: 2 },
    ];
    expect(
      samplesOf(86_400, readings, new Date("2026-03-01T23:30:00Z"), { latenessMs: 0 }).map((s) => s.value),
    ).toEqual([2]);
  });

  test("until outcomes are known, a window is neither judged nor missed", () => {
    const readings = [
      { at: day("2026-03-01"), value: 1 },
      { at: day("2026-03-02"), value: 2 },
    ];
    const seen = (until: string) =>
      samplesOf(86_400, readings, new Date(until), { latenessMs: 6 * 3_600_000, labelDelayMs: 21 * 86_400_000 }).map(
        ({ value }) => value,
      );
    expect(seen("2026-03-22T00:00:00Z")).toEqual([1]);
    expect(seen("2026-03-22T23:59:59Z")).toEqual([1]);
    expect(seen("2026-03-23T00:00:00Z")).toEqual([1, 2]);
    expect(seen("2026-03-25T05:59:00Z")).toEqual([1, 2]);
    expect(seen("2026-03-25T06:00:00Z")).toEqual([1, 2, null]);
    expect(seen("2026-03-10T00:00:00Z")).toEqual([]);
  });

  test("cases are counted by another measure: its newest value in the window; nobody counted is none", () => {
    const readings = [1, 2, 3].map((n) => ({ at: day(`2026-03-0${n}`), value: n }));
    const counts = [
      { at: new Date("2026-03-01T09:00:00Z"), value: 40 },
      { at: new Date("2026-03-01T03:00:00Z"), value: 12 },
      { at: day("2026-03-02"), value: 29 },
    ];
    const cases = counted(86_400, readings, counts);
    expect(cases.map((one) => one.cases)).toEqual([40, 29, 0]);
    const rule = ruleLimits.parse({
      ...{ direction: "low", warning: null, critical: 5, consecutive: 1, noDataAfter: 2, minimumCases: 30 },
    });
    const samples = samplesOf(86_400, cases, day("2026-03-03"), { latenessMs: 0 });
    expect(fold(rule, samples).statuses).toEqual(["critical", "critical", "no_data"]);
  });

  test("months and weeks start where the calendar says", () => {
    expect(new Date(windowStart(31 * 86_400, new Date("2026-02-28T23:00:00Z"))).toISOString()).toBe(
      "2026-02-01T00:00:00.000Z",
    );
    expect(new Date(windowStart(7 * 86_400, new Date("2026-11-22T12:00:00Z"))).toISOString()).toBe(
      "2026-11-16T00:00:00.000Z",
    );
  });

  test("a long silence does not make a sample for each window of it", () => {
    const samples = samplesOf(3_600, [{ at: day("2020-01-01"), value: 1 }], day("2026-01-01"), { latenessMs: 0 });
    expect(samples.length).toBeLessThanOrEqual(401);
  });
});

describe("in words", () => {
  test("a rule is one sentence for each thing it watches", () => {
    const recall = ruleLimits.parse({
      direction: "low",
      warning: 0.82,
      critical: 0.78,
      consecutive: 2,
      noDataAfter: 2,
      minimumCases: 30,
    });
    expect(ruleText(recall, "Recall")).toEqual({
      critical: "Recall 0.78 or less, two windows, 30 cases or more",
      warning: "Recall 0.82 or less, two windows, 30 cases or more",
      noData: "Recall: no data for two windows",
    });
  });

  test("when outcomes are known is said, where it is not at once", () => {
    expect(delayText(0)).toBeNull();
    expect(delayText(21)).toBe("judged 21 days later, when outcomes are known");
  });

  test("a unit stands after a narrow space", () => {
    const slow = ruleLimits.parse({ direction: "high", warning: null, critical: 5 });
    expect(ruleText(slow, "Latency, 95th percentile", "s").critical).toBe(
      "Latency, 95th percentile 5\u202fs or more, one window",
    );
  });

  test("a model is as healthy as its worst rule", () => {
    expect(modelHealth(["ok", "warning", "critical"])).toBe("critical");
    expect(modelHealth(["ok", "no_data"])).toBe("no_data");
    expect(modelHealth([])).toBe("not_measured");
  });
});
