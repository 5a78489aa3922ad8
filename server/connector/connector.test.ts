import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "@/domain/connection/choice";
import type { Secret } from "@/domain/connection/input";
import { ConnectorError, type Pull } from "@/server/connector/contract";
import type { World } from "@/server/connector/fixture";
import { mlflowAnswer } from "@/server/connector/mlflow/fixture";
import { openmetricsPage } from "@/server/connector/openmetrics/fixture";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import { connectorFor, contextFor } from "@/server/connector/registry";

const day = (n: number) => new Date(Date.UTC(2026, 9, n));
const NOW = new Date("2026-11-20T06:00:00Z");

const emptyWorld: World = { model: "Sepsis early warning", version: "7", measures: {} };
const world = (points: [number, number][], metric = "recall"): World => ({
  ...emptyWorld,
  measures: { [metric]: points.map(([n, value]) => ({ at: day(n), value })) },
});

type Behaviour = (request: IncomingMessage, response: ServerResponse, answer: () => void) => void;

let server: Server;
let base: string;
let current: World;
let behave: Behaviour;
let asked: IncomingMessage[];

const plain: Behaviour = (_request, _response, answer) => answer();

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    const address = new URL(request.url ?? "/", base);
    const answer = () => {
      if (address.pathname === "/metrics") {
        response.setHeader("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        return response.end(openmetricsPage(current));
      }
      const body = address.pathname.startsWith("/api/v1/")
        ? prometheusAnswer(current, address)
        : mlflowAnswer(current, address);
      response.statusCode = body === null ? 404 : 200;
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify(body));
    };
    behave(request, response, answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  current = world([
    [1, 0.86],
    [2, 0.85],
    [3, 0.84],
    [4, 0.66],
    [5, 0.65],
  ]);
  behave = plain;
  asked = [];
});

const FAST = { idleTimeoutMs: 300, totalTimeoutMs: 900, maxBytes: 1024 * 1024 };

/** One query, whose values come once a day. */
const DAILY = { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 86_400, historyDays: 90 };
const configOf = (platform: Platform): object => (platform === "prometheus" ? DAILY : {});

function pull(platform: Platform, since: Date | null = null, secret: Secret | null = null): Promise<Pull> {
  const url = platform === "openmetrics" ? `${base}/metrics` : base;
  const context = contextFor({ url, secret, config: configOf(platform) }, "127.0.0.1/32", FAST);
  return connectorFor(platform).pull(context, { since: () => since, newest: () => since, now: NOW });
}

async function failure(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => null,
    (cause) => cause,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error;
}

const only = (found: Pull) => found.series[0]?.points.map(({ at, value }) => [at.toISOString().slice(8, 10), value]);

describe.each(["openmetrics", "mlflow", "prometheus"] as const)("%s", (platform) => {
  test("reads model, version, measure and every point, over all pages", async () => {
    const found = await pull(platform);
    expect(found.models[0]).toMatchObject({ ref: "Sepsis early warning", versions: [{ ref: "7" }] });
    expect(found.series[0]?.ref).toMatchObject({ metric: "recall", label: "Recall", kind: "performance" });
    expect(only(found)).toEqual([
      ["01", 0.86],
      ["02", 0.85],
      ["03", 0.84],
      ["04", 0.66],
      ["05", 0.65],
    ]);
    expect(found.provenance.responseSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found.truncated).toBe(false);
  });

  test("a platform that measures nothing gives no point, not an error", async () => {
    current = emptyWorld;
    expect((await pull(platform)).series).toEqual([]);
  });

  test("NaN and infinities arrive as themselves", async () => {
    current = world([
      [1, Number.NaN],
      [2, Number.POSITIVE_INFINITY],
      [3, Number.NEGATIVE_INFINITY],
    ]);
    expect((await pull(platform)).series[0]?.points.map(({ value }) => value)).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  test("a late point and a restated one are in the next pull", async () => {
    current = world([
      [1, 0.86],
      [3, 0.84],
    ]);
    await pull(platform);
    current = world([
      [1, 0.86],
      [2, 0.8],
      [3, 0.83],
    ]);
    expect(only(await pull(platform, day(1)))).toEqual([
      ["01", 0.86],
      ["02", 0.8],
      ["03", 0.83],
    ]);
  });

  test("the same again has the same digest", async () => {
    const [first, second] = [await pull(platform), await pull(platform)];
    expect(second.provenance).toEqual(first.provenance);
    expect(second.series).toEqual(first.series);
  });

  test.each([
    [{ kind: "basic", username: "ann", password: "s3cret" }, "Basic YW5uOnMzY3JldA=="],
    [{ kind: "bearer", token: "t0ken" }, "Bearer t0ken"],
  ] as const)("signs in with %s", async (secret, header) => {
    await pull(platform, null, secret);
    expect(new Set(asked.map((request) => request.headers.authorization))).toEqual(new Set([header]));
  });

  test.each([401, 403])("%d is a refused sign-in, tried once, and does not repeat the secret", async (status) => {
    behave = (_request, response) => response.writeHead(status).end();
    const error = await failure(pull(platform, null, { kind: "bearer", token: "t0ken-t0ken" }));
    expect(error.kind).toBe("auth");
    expect(error.message).not.toContain("t0ken");
    expect(asked).toHaveLength(1);
  });

  test("429 waits as long as the platform asks", async () => {
    behave = (_request, response) => response.writeHead(429, { "retry-after": "17" }).end();
    expect(await failure(pull(platform))).toMatchObject({ kind: "rate_limited", retryAfterMs: 17_000 });
    expect(asked).toHaveLength(1);
  });

  test("429 without a time waits a minute", async () => {
    behave = (_request, response) => response.writeHead(429).end();
    expect(await failure(pull(platform))).toMatchObject({ kind: "rate_limited", retryAfterMs: 60_000 });
  });

  test("429 with a date waits until then", async () => {
    const at = new Date(Date.now() + 30_000).toUTCString();
    behave = (_request, response) => response.writeHead(429, { "retry-after": at }).end();
    const { retryAfterMs = 0 } = await failure(pull(platform));
    expect(Math.abs(retryAfterMs - 30_000)).toBeLessThan(2000);
  });

  test("a single 500 is tried again", async () => {
    behave = (_request, response, answer) => (asked.length === 1 ? response.writeHead(500).end() : answer());
    expect((await pull(platform)).series).toHaveLength(1);
  });

  test("a lasting 500 may pass later", async () => {
    behave = (_request, response) => response.writeHead(500).end();
    expect((await failure(pull(platform))).kind).toBe("transient");
    expect(asked).toHaveLength(3);
  });

  test("an answer cut off on the way may pass later", async () => {
    behave = (_request, response) => {
      response.writeHead(200, { "content-length": "1000", "content-type": "application/openmetrics-text" });
      response.write('{"metr');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await failure(pull(platform))).toMatchObject({ kind: "transient" });
  });

  test("an answer cut off by its writer is noticed", async () => {
    behave = (request, response) => {
      response.setHeader(
        "content-type",
        request.url === "/metrics" ? "application/openmetrics-text" : "application/json",
      );
      response.end(request.url === "/metrics" ? "# TYPE recall gauge\nrecall 0.8" : '{"registered_models":[{"na');
    };
    expect((await failure(pull(platform))).message).toMatch(/cut off/);
  });

  test("a slow body ends at the time limit", async () => {
    behave = (_request, response) => {
      response.writeHead(200, { "content-type": "application/openmetrics-text" });
      const drip = setInterval(() => response.write("# \n"), 50);
      response.on("close", () => clearInterval(drip));
    };
    const started = performance.now();
    expect(await failure(pull(platform))).toMatchObject({ kind: "transient" });
    expect(performance.now() - started).toBeLessThan(3 * FAST.totalTimeoutMs + 2000);
  });

  test("a server that never answers ends at the time limit", async () => {
    behave = () => undefined;
    expect((await failure(pull(platform))).message).toMatch(/in time|too long/);
  });

  test.each([true, false])("a huge body is refused (its length told beforehand: %s)", async (told) => {
    behave = (_request, response) => {
      const size = 8 * 1024 * 1024;
      response.writeHead(200, {
        "content-type": "application/openmetrics-text",
        ...(told ? { "content-length": size } : {}),
      });
      response.end(Buffer.alloc(size, 35));
    };
    expect(await failure(pull(platform))).toMatchObject({
      kind: "contract",
      message: expect.stringContaining("larger than 1 MB"),
    });
  });

  test("a packed body that was not asked for is refused", async () => {
    behave = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    expect((await failure(pull(platform))).kind).toBe("contract");
  });

  test("a web page instead of an answer is said to be one", async () => {
    behave = (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    expect((await failure(pull(platform))).kind).toBe("contract");
  });

  test.each(["http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://10.0.0.8/"])(
    "a redirect to %s is refused",
    async (target) => {
      behave = (_request, response) => response.writeHead(302, { location: target }).end();
      const error = await failure(pull(platform));
      expect(error.kind).toBe("config");
      expect(error.message).toMatch(/link-local|private/);
      expect(asked).toHaveLength(1);
    },
  );

  test("a redirect to another server loses the sign-in", async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(500).end();
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/x`;
    behave = (_request, response) => response.writeHead(307, { location }).end();
    await failure(pull(platform, null, { kind: "bearer", token: "t0ken" }));
    other.close();
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });

  test("redirects in a circle end", async () => {
    behave = (_request, response) => response.writeHead(302, { location: "/metrics" }).end();
    expect((await failure(pull(platform))).message).toContain("redirects too often");
  });

  test("the test of a connection ends after the first step that fails", async () => {
    const url = platform === "openmetrics" ? `${base}/metrics` : base;
    const steps = async (allow: string) => {
      const found = [];
      for await (const step of connectorFor(platform).check(
        contextFor({ url, secret: null, config: configOf(platform) }, allow, FAST),
      ))
        found.push(step);
      return found;
    };
    const today = Math.floor((Date.now() - 120_000) / 86_400_000) * 86_400_000;
    current.measures.recall?.push({ at: new Date(today), value: 0.64 });
    const good = await steps("127.0.0.1");
    expect(good).toHaveLength(3);
    expect(good.every((step) => step.ok)).toBe(true);
    expect(await steps("")).toMatchObject([{ ok: false, detail: expect.stringContaining("private address") }]);
    current = emptyWorld;
    expect((await steps("127.0.0.1")).at(-1)).toMatchObject({ ok: false });
    behave = (_request, response) => response.writeHead(401).end();
    expect(await steps("127.0.0.1")).toMatchObject([{ ok: false, detail: expect.stringContaining("401") }]);
  });
});

test("MLflow reads no history that is older than what is needed", async () => {
  await pull("mlflow", day(6));
  expect(asked.some((request) => request.url?.includes("get-history"))).toBe(false);
});
