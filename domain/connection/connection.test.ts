import { describe, expect, test } from "vitest";
import { afterPoll, type ConnectionHealth, isStale, mayPoll, NEW_HEALTH, restMs } from "@/domain/connection/health";
import { connectionCreate, connectionTest, connectionUrl, sameServer } from "@/domain/connection/input";
import { nextPollAt, pollNumber } from "@/domain/connection/schedule";

const now = new Date("2026-11-20T06:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

describe("circuit breaker", () => {
  const fail = (health: ConnectionHealth, times: number) =>
    Array.from({ length: times }).reduce<ConnectionHealth>((h) => afterPoll(h, { kind: "transient" }, now), health);

  test("rests after five failures in a row, longer with each, at most an hour", () => {
    expect(fail(NEW_HEALTH, 4)).toMatchObject({ status: "failing", circuitOpenUntil: null });
    expect(fail(NEW_HEALTH, 5)).toMatchObject({ status: "open_circuit", circuitOpenUntil: later(60_000) });
    expect(fail(NEW_HEALTH, 6).circuitOpenUntil).toEqual(later(120_000));
    expect(restMs(60)).toBe(3_600_000);
  });

  test("lets one poll through when the rest is over, and one success closes it", () => {
    const open = fail(NEW_HEALTH, 5);
    expect(mayPoll(open, later(59_999))).toBe(false);
    expect(mayPoll(open, later(60_000))).toBe(true);
    expect(afterPoll(open, { kind: "ok" }, now)).toEqual({
      status: "ok",
      consecutiveFailures: 0,
      circuitOpenUntil: null,
    });
  });

  test("a refused sign-in stops polling until somebody edits the connection", () => {
    const refused = afterPoll(NEW_HEALTH, { kind: "auth" }, now);
    expect(refused.status).toBe("needs_reauth");
    expect(mayPoll(refused, later(10 ** 9))).toBe(false);
  });

  test("being asked to wait is not a failure", () => {
    const asked = afterPoll({ ...NEW_HEALTH, status: "ok" }, { kind: "rate_limited", waitMs: 30_000 }, now);
    expect(asked).toEqual({ status: "ok", consecutiveFailures: 0, circuitOpenUntil: later(30_000) });
    expect(mayPoll(asked, later(29_000))).toBe(false);
  });

  test("staleness", () => {
    expect(isStale(null, 300, now)).toBe(true);
    expect(isStale(now, 300, later(600_000))).toBe(false);
    expect(isStale(now, 300, later(600_001))).toBe(true);
    expect(isStale(now, 10, later(119_000))).toBe(false);
  });
});

describe("schedule", () => {
  test("a poll has one number until the next is due", () => {
    const next = nextPollAt("a", 300, now);
    expect(next.getTime()).toBeGreaterThan(now.getTime());
    expect(next.getTime()).toBeLessThanOrEqual(later(300_000).getTime());
    expect(pollNumber("a", 300, new Date(next.getTime() - 1))).toBe(pollNumber("a", 300, now));
    expect(pollNumber("a", 300, next)).toBe(pollNumber("a", 300, now) + 1);
  });

  test("connections with one interval are spread over it", () => {
    const starts = Array.from({ length: 200 }, (_, at) => nextPollAt(`connection-${at}`, 60, now).getTime());
    const perQuarter = [0, 1, 2, 3].map(
      (quarter) => starts.filter((start) => Math.floor((start - now.getTime() - 1) / 15_000) === quarter).length,
    );
    expect(Math.min(...perQuarter)).toBeGreaterThan(20);
  });
});

describe("input", () => {
  test.each([
    ["ftp://models.example.org", "https://"],
    ["https://user:pw@models.example.org", "password"],
    ["models.example.org/metrics", "full address"],
    ["https://models.example.org/#x", "#"],
  ])("%s is refused", (url, word) => {
    expect(connectionUrl.safeParse(url).error?.issues[0]?.message).toContain(word);
  });

  const base = {
    name: "Model server",
    platform: "openmetrics",
    url: "https://models.example.org/metrics",
    auth: "bearer",
  };

  test("a sign-in needs its secret, of the kind chosen", () => {
    expect(connectionCreate.safeParse(base).error?.issues[0]?.path).toEqual(["secret"]);
    const basic = { kind: "basic", username: "u", password: "p" };
    expect(connectionCreate.safeParse({ ...base, secret: basic }).success).toBe(false);
    expect(connectionCreate.safeParse({ ...base, secret: { kind: "bearer", token: "t" } }).success).toBe(true);
  });

  test("a secret cannot smuggle a second header", () => {
    const secret = { kind: "bearer", token: "t\r\nX-Admin: 1" };
    expect(connectionTest.safeParse({ ...base, secret }).error?.issues[0]?.path).toEqual(["secret", "token"]);
  });

  test("settings of the platform are checked by field", () => {
    const wrong = connectionTest.safeParse({ ...base, config: { modelLabel: 5 } });
    expect(wrong.error?.issues[0]?.path).toEqual(["config", "modelLabel"]);
  });

  test("a stored secret stays with its server", () => {
    expect(sameServer("https://a.example/x", "https://a.example/y?z=1")).toBe(true);
    expect(sameServer("https://a.example/x", "http://a.example/x")).toBe(false);
    expect(sameServer("https://a.example/x", "https://a.example:8443/x")).toBe(false);
  });
});
