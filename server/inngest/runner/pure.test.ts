import { describe, expect, test } from "vitest";
import { storableJson } from "../storable";
import { durationMs, instantOf, retryInstant } from "./duration";
import { compile, holds, keyOf } from "./expression";
import { Capacity, limitKeys } from "./limits";
import type { RegisteredFunction } from "./registry";
import { nextTick } from "./schedule";
import { BACKOFF_MS, backoffMs } from "./settings";

const noon = new Date("2026-11-20T12:00:00Z");

test.each([
  ["1s", 1000],
  ["1h30m", 5_400_000],
  ["2w1d", 1_296_000_000],
  ["250ms", 250],
])("%s lasts %d ms", (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each(["", "soon", "5", "1h 30m", "1x"])("refuses %j as a duration", (text) => {
  expect(() => durationMs(text)).toThrow(RangeError);
});

test("reads an instant as a duration from now or as a date", () => {
  expect(instantOf("2m", noon)).toEqual(new Date("2026-11-20T12:02:00Z"));
  expect(instantOf("2026-12-01T00:00:00.000Z", noon)).toEqual(new Date("2026-12-01T00:00:00Z"));
  expect(() => instantOf("2026-99-99", noon)).toThrow(RangeError);
});

test.each([
  ["30", "2026-11-20T12:00:30.000Z"],
  ["2026-11-20T12:05:00.000Z", "2026-11-20T12:05:00.000Z"],
  ["Fri, 20 Nov 2026 12:07:00 GMT", "2026-11-20T12:07:00.000Z"],
])("Retry-After %s means %s", (header, instant) => {
  expect(retryInstant(header, noon)?.toISOString()).toBe(instant);
});
test("an unreadable Retry-After counts as none", () => {
  expect(retryInstant("later", noon)).toBeUndefined();
});

describe("expressions", () => {
  const event = {
    name: "a/b",
    data: { n: 2, rate: 0.25, id: "x", tags: ["p", "q"], owner: { id: "o" }, nothing: null },
  };
  test.each([
    ["event.data.n > 1", true],
    ["event.data.n + 1 == 3", false],
    ["event.data.n + 1 == '21'", true],
    ["event.data.rate < 0.3", true],
    ["event.data.n >= 2.5", false],
    ["event.data.id == 'x' && event.data.n != 3", true],
    ["event.data.owner.id == async.data.owner.id", true],
    ["event.data.missing == 'x'", false],
    ["event.data.missing != 'x'", true],
    ["event.data.owner.missing.deep == null", true],
    ["'q' in event.data.tags", true],
    ["event.data.id.startsWith('x')", true],
    ["event.data.missing > 1", false],
    ["event.data.missing < 1", true],
    ["1 > event.data.missing", true],
    ["!event.data.missing.startsWith('x')", true],
    ["size(event.data.missing) == 0", true],
    ["event.data.nothing == null", true],
  ])("%s is %s", (source, expected) => {
    expect(holds(source, { event, async: event })).toBe(expected);
  });

  test("a key is the text of what it names, or none when that is missing", () => {
    expect(keyOf("event.data.id", { event })).toBe("x");
    expect(keyOf("event.data.n", { event })).toBe("2");
    expect(keyOf("event.data.id + '-' + event.data.owner.id", { event })).toBe("x-o");
    expect(keyOf("event.data.missing", { event })).toBeUndefined();
    expect(keyOf("event.data.id + '-' + event.data.missing", { event })).toBe("x-");
  });

  test.each(["has(event.data.n)", "event.data.n >", "foo(event)", "other.data.n == 1", "event.data.n ~ 1"])(
    "refuses %s and says why",
    (source) => {
      expect(() => compile(source)).toThrow(/Unsupported expression/);
    },
  );
});

describe("schedules", () => {
  test.each([
    ["*/5 * * * *", "2026-11-20T12:01:00Z", "2026-11-20T12:05:00.000Z"],
    ["0 2 * * 1", "2026-11-20T12:00:00Z", "2026-11-23T02:00:00.000Z"],
    ["TZ=Europe/Paris 0 2 * * *", "2026-06-01T12:00:00Z", "2026-06-02T00:00:00.000Z"],
    ["TZ=Europe/Paris 30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z"], // clocks go back that night
    ["TZ=America/New_York 0 9 * * *", "2026-03-07T15:00:00Z", "2026-03-08T13:00:00.000Z"], // and forward that one
    ["* * * * *", "2026-11-20T12:00:00Z", "2026-11-20T12:01:00.000Z"],
  ])("%s after %s comes at %s", (schedule, from, expected) => {
    expect(nextTick(schedule, new Date(from)).toISOString()).toBe(expected);
  });
  test.each(["* * * *", "* * * * * *", "61 * * * *", "TZ=Nowhere/City 0 1 * * *", "every minute", "0 0 30 2 *"])(
    "refuses %s",
    (schedule) => {
      expect(() => nextTick(schedule, noon)).toThrow(RangeError);
    },
  );
});

test("waits grow by the table, end at its last entry, and carry a jitter of up to 30 s", () => {
  expect(BACKOFF_MS.map((_, attempt) => backoffMs(attempt, () => 0))).toEqual(BACKOFF_MS);
  expect(backoffMs(25, () => 0)).toBe(7_200_000);
  expect(backoffMs(0, () => 0.999)).toBeLessThan(45_000);
  expect(backoffMs(0, () => 0.999)).toBeGreaterThan(44_000);
});

test("a limit counts by key, and a full key lets nothing in until one leaves", () => {
  const fn: RegisteredFunction = {
    id: "f",
    maxAttempts: 1,
    events: [],
    crons: [],
    cancelOn: [],
    limits: [
      { limit: 2, key: "event.data.c", scope: "fn" },
      { limit: 3, scope: "fn" },
    ],
  };
  const a = limitKeys(fn, { data: { c: "a" } });
  const b = limitKeys(fn, { data: { c: "b" } });
  expect(a).toEqual(["f#0#a", "f#1#"]);
  const capacity = new Capacity();
  expect([capacity.enter(fn, a), capacity.enter(fn, a), capacity.enter(fn, a)]).toEqual([true, true, false]);
  expect([capacity.enter(fn, b), capacity.enter(fn, b)]).toEqual([true, false]);
  expect(capacity.full.toSorted()).toEqual(["f#0#a", "f#1#"]);
  capacity.leave(a);
  expect(capacity.enter(fn, b)).toBe(true);
});

test("storable JSON has no NUL and no lone surrogate; everything else stays", () => {
  const value = { text: "a\0b \ud800 𝄞", list: [1, null, "\udc00x"] };
  expect(JSON.parse(storableJson(value))).toEqual({ text: "a\ufffdb \ufffd 𝄞", list: [1, null, "\ufffdx"] });
});
