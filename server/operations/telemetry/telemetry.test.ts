import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { trace } from "@opentelemetry/api";
import { describe, expect, onTestFinished, vi } from "vitest";
import { connect } from "@/db/client";
import { parseExposition } from "@/server/connector/openmetrics/exposition";
import { jobContext } from "@/server/context";
import { setDue } from "@/server/due/commands";
import { createListener, type Page } from "@/server/http/listener";
import { routes } from "@/server/http/routes";
import { sharedProcess } from "@/server/process";
import { store } from "@/server/record/store";
import { asMember, type TestDatabase, test } from "@/server/testing";
import { hashToken } from "@/server/trpc/context";
import { Counter, exposed, Histogram } from "./registry";
import { startTracing, traced } from "./tracing";

const TOKEN = "a-token-for-prometheus-only";
vi.hoisted(() => {
  process.env.METRICS_TOKEN = "a-token-for-prometheus-only";
});

/** The web process's server on a database of its own. */
async function serve(db: TestDatabase, page: Page = async (_req, res) => void res.end("page")): Promise<string> {
  const own = { db: connect(db.url, { max: 4, name: "portolan-web" }), emit: async () => undefined };
  (globalThis as Record<symbol, unknown>)[Symbol.for("portolan.process")] = own; // where the process keeps what it has once
  expect(sharedProcess()).toBe(own);
  const server = createListener({ routes, shared: own, isSecure: false, page });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await own.db.end();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function signedIn(db: TestDatabase) {
  const member = await asMember(db, "admin", "Quentin Unusual-Name");
  const token = `token-${member.userId}`;
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, 'test')`;
  const call = (base: string, procedure: string, more: Record<string, string> = {}) =>
    fetch(`${base}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ org: member.slug }))}`, {
      headers: { cookie: `authjs.session-token=${token}`, ...more },
    });
  return { member, call };
}

const scrape = (base: string, token = TOKEN) =>
  fetch(`${base}/api/metrics`, { headers: { authorization: `Bearer ${token}` } });

describe("the text format", () => {
  test("counts, escapes labels and sums up buckets", () => {
    const calls = new Counter("calls_total", "Calls.\nOf it.");
    calls.add({ name: 'a"b\\c\nd' });
    calls.add({ name: 'a"b\\c\nd' }, 2);
    expect(calls.text()).toBe(
      '# HELP calls_total Calls.\\nOf it.\n# TYPE calls_total counter\ncalls_total{name="a\\"b\\\\c\\nd"} 3\n',
    );
    const took = new Histogram("took_seconds", "Time.", [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7]) took.observe({ of: "x" }, value);
    expect(took.text().split("\n").slice(2, 7)).toEqual([
      'took_seconds_bucket{of="x",le="0.1"} 2',
      'took_seconds_bucket{of="x",le="1"} 3',
      'took_seconds_bucket{of="x",le="+Inf"} 4',
      'took_seconds_sum{of="x"} 7.65',
      'took_seconds_count{of="x"} 4',
    ]);
    expect(
      exposed("g", "gauge", "G.", [{ value: Number.NaN }, { value: Number.POSITIVE_INFINITY, labels: { a: "1" } }]),
    ).toContain('g NaN\ng{a="1"} +Inf\n');
  });

  test("does not grow without end", () => {
    const calls = new Counter("calls_total", "Calls.");
    for (let n = 0; n < 6000; n += 1) calls.add({ n: String(n) });
    calls.add({ n: "1" });
    expect(calls.text().split("\n").length).toBe(5000 + 3);
    expect(calls.text()).toContain('calls_total{n="1"} 2\n');
  });
});

describe("/api/metrics", () => {
  test("tells what happens, to whoever has the token, and nothing of whom it happens to", async ({ db }) => {
    const base = await serve(db);
    const { member, call } = await signedIn(db);
    expect((await call(base, "organisation.shell")).status).toBe(200);
    expect((await call(base, "nothing.here")).status).toBe(404);
    expect((await fetch(`${base}/api/trpc/access.whoAmI`)).status).toBe(401);
    await fetch(`${base}/cedar-valley/initiatives`);
    const kind = "pack";
    await store(jobContext({ db, emit: async () => undefined }, "test", member.orgId), (tx) =>
      setDue(tx, kind, member.memberId, new Date(Date.now() - 60_000)),
    );

    expect((await scrape(base, "wrong")).status).toBe(401);
    expect((await fetch(`${base}/api/metrics`)).status).toBe(401);
    const answer = await scrape(base);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const value = (line: string) =>
      Number(
        text
          .split("\n")
          .find((each) => each.startsWith(`${line} `))
          ?.split(" ")
          .at(-1),
      );
    expect(value('portolan_procedure_calls_total{procedure="organisation.shell",outcome="ok"}')).toBe(1);
    expect(value('portolan_procedure_calls_total{procedure="access.whoAmI",outcome="UNAUTHORIZED"}')).toBe(1);
    expect(value('portolan_procedure_duration_seconds_count{procedure="organisation.shell"}')).toBe(1);
    expect(value('portolan_http_responses_total{route="page",status="200"}')).toBe(1);
    expect(value("portolan_database_up")).toBe(1);
    expect(value("portolan_organisations")).toBe(1);
    expect(value("portolan_alerts_open")).toBe(0);
    expect(value("portolan_outbox_waiting")).toBe(0);
    expect(value('portolan_due_waiting{kind="pack"}')).toBe(1);
    expect(value('portolan_due_oldest_seconds{kind="pack"}')).toBeGreaterThanOrEqual(60);
    expect(value('portolan_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
    expect(text).toMatch(/portolan_database_connections\{pool="portolan-web",state="\w+"\} \d/);
    for (const secret of [member.slug, member.orgId, member.userId, "Quentin", "nothing.here", "cedar-valley"])
      expect(text).not.toContain(secret);
    // Each line is a comment or a sample, each figure is described once and its samples stand together.
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? (-?[\d.e+-]+|NaN|[+-]Inf))$/);
    expect(parseExposition(text, "classic").length).toBeGreaterThan(30); // our own connector can read it
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(types).size).toBe(types.length);
  });

  test("is not there without the setting", async ({ db }) => {
    vi.resetModules();
    const { METRICS_TOKEN: held } = process.env;
    delete process.env.METRICS_TOKEN;
    onTestFinished(() => {
      process.env.METRICS_TOKEN = held;
    });
    const { metricsHandler } = await import("@/server/http/metrics");
    const refused = Promise.resolve().then(() =>
      metricsHandler(
        { headers: { authorization: "Bearer " } } as IncomingMessage,
        {} as never,
        { db, emit: async () => undefined },
        new URL("http://localhost"),
      ),
    );
    await expect(refused).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status?: { code?: number };
};

/** A collector: keeps the spans that are sent to it. */
async function collector() {
  const spans: Span[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    if (req.url === "/v1/traces") {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      spans.push(
        ...body.resourceSpans.flatMap((each: { scopeSpans: { spans: Span[] }[] }) =>
          each.scopeSpans.flatMap((scope) => scope.spans),
        ),
      );
    }
    res.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("traces", () => {
  test("without an address nothing is recorded", async () => {
    expect(await startTracing("web", undefined)).toBeNull();
    expect(await traced("x", {}, async (span) => span.isRecording())).toBe(false);
  });

  test("go to a collector: the request in the caller's trace, its procedure, its statements, without a value", async ({
    db,
  }) => {
    const { spans, url } = await collector();
    const tracing = await startTracing("web", `${url}/`);
    onTestFinished(async () => tracing?.stop());
    const base = await serve(db);
    const { member, call } = await signedIn(db);
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await (await call(base, "organisation.shell", { traceparent: `00-${traceId}-b7ad6b7169203331-01` })).text();
    await expect(
      traced("job x", { attributes: { "portolan.job": "x" } }, () => Promise.reject(new Error("broken for Quentin"))),
    ).rejects.toThrow();
    await tracing?.flush();

    const named = (name: string) => spans.find((span) => span.name.startsWith(name));
    const [request, procedure, statement] = [
      named("GET /api/trpc"),
      named("query organisation.shell"),
      named("sql select"),
    ];
    expect(request).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
    expect(procedure).toMatchObject({ traceId, parentSpanId: request?.spanId });
    expect(statement).toMatchObject({ traceId, parentSpanId: procedure?.spanId });
    expect(request?.attributes).toContainEqual({ key: "http.response.status_code", value: { intValue: 200 } });
    expect(named("job x")).toMatchObject({ status: { code: 2, message: "Error" } });
    const sent = JSON.stringify(spans);
    expect(sent).toContain("$1");
    for (const secret of [member.slug, member.orgId, "Quentin", "token-"]) expect(sent).not.toContain(secret);
    await tracing?.stop();
    expect(trace.getTracer("portolan").startSpan("after").isRecording()).toBe(false);
  });
});
