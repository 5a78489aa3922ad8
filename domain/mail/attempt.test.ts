import { expect, test } from "vitest";
import { GIVE_UP_HOURS, nextAttempt, waitAfter } from "./attempt";

test("waits twice as long after each failure, an hour at most", () => {
  expect([1, 2, 3, 4, 7, 8, 9, 500].map((attempts) => waitAfter(attempts) / 1000)).toEqual([
    30, 60, 120, 240, 1920, 3600, 3600, 3600,
  ]);
});

test("gives up after three days", () => {
  const made = new Date("2026-11-20T00:00:00Z");
  const later = (hours: number) => new Date(made.getTime() + hours * 3_600_000);
  expect(nextAttempt(1, made, made)).toEqual(new Date("2026-11-20T00:00:30Z"));
  expect(nextAttempt(40, made, later(GIVE_UP_HOURS - 2))).toEqual(later(GIVE_UP_HOURS - 1));
  expect(nextAttempt(40, made, later(GIVE_UP_HOURS))).toBeNull();
});
