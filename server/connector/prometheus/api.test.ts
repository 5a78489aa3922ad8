import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Secret } from "@/domain/connection/input";
import { ConnectorError, type Pull } from "@/server/connector/contract";
import { connectorFor, contextFor } from "@/server/connector/registry";

const NOW = new Date("2026-11-20T06:00:00Z");
const LAST = NOW.getTime() / 1000 - 300;

type Asked = { path: string; query: URLSearchParams; headers: IncomingMessage["headers"]; method: string };
let server: Server;
let base = "";
let asked: Asked[] = [];
let reply: (response: ServerResponse) => void;

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const matrix = (result: unknown[], over: object = {}) =>
  json(200, { status: "success", data: { resultType: "matrix", result }, ...over });
const ONE = [{ metric: { model: "Sepsis", version: "7" }, values: [[LAST, "0.86"]] }];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const address = new URL(request.url ?? "/", "http://x");
    let body = "";
    for await (const piece of request) body += piece;
    const query = request.method === "POST" ? new URLSearchParams(body) : address.searchParams;
    asked.push({ path: address.pathname, query, headers: request.headers, method: request.method ?? "" });
    reply(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  [asked, reply] = [[], matrix(ONE)];
});

const CONFIG = { queries: [{ measure: "recall", query: "recall" }], historyDays: 1 };

function pull(over: object = {}, { url = base, secret = null as Secret | null } = {}): Promise<Pull> {
  const context = contextFor({ url, secret, config: { ...CONFIG, ...over } }, "127.0.0.1/32", { retries: 0 });
  return connectorFor("prometheus").pull(context, { since: () => null, newest: () => null, now: NOW });
}

const failure = (work: Promise<unknown>): Promise<ConnectorError> =>
  work.then(
    () => expect.unreachable(),
    (error) => {
      expect(error).toBeInstanceOf(ConnectorError);
      return error as ConnectorError;
    },
  );

describe("what servers of this kind want of their own", () => {
  test("Mimir: a tenant, beside other headers, open ones and sealed ones", async () => {
    const secret = { kind: "headers", headers: { "X-Api-Key": "s3cret" } } as const;
    await pull(
      { product: "mimir", tenant: "cedar-valley", headers: { "X-Team": "ml" } },
      { url: `${base}/prometheus`, secret },
    );
    expect(asked[0]).toMatchObject({
      path: "/prometheus/api/v1/query_range",
      headers: { "x-scope-orgid": "cedar-valley", "x-team": "ml", "x-api-key": "s3cret" },
    });
  });

  test("Thanos: one value of several replicas, and no partial answers unless they are accepted", async () => {
    await pull({ product: "thanos" });
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({ dedup: "true", partial_response: "false" });
    await pull({ product: "thanos", acceptPartial: true, dedup: false });
    expect(Object.fromEntries(asked[1]?.query ?? [])).toMatchObject({ dedup: "false", partial_response: "true" });
  });

  test("VictoriaMetrics: a prefix, what stands behind the question mark, and no answer of its cache", async () => {
    await pull(
      { product: "victoriametrics" },
      { url: `${base}/select/0/prometheus/api/v1/query_range?extra_label=team=ml` },
    );
    expect(asked[0]?.path).toBe("/select/0/prometheus/api/v1/query_range");
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({
      extra_label: "team=ml",
      nocache: "1",
      deny_partial_response: "1",
    });
  });

  test("Prometheus: nothing beside the question", async () => {
    await pull();
    expect([...(asked[0]?.query.keys() ?? [])].sort()).toEqual(["end", "query", "start", "step"]);
  });

  test("a long question goes as a form", async () => {
    const query = `recall{model=~"${"x".repeat(2000)}"}`;
    await pull({ queries: [{ measure: "recall", query }] });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/api/v1/query_range" });
    expect(asked[0]?.query.get("query")).toBe(query);
  });

  test("headers, like the sign-in, are for the server they were given for", async () => {
    const seen: IncomingMessage["headers"][] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers);
      json(200, { status: "success", data: { resultType: "matrix", result: [] } })(response);
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/x`;
    reply = (response) => response.writeHead(307, { location }).end();
    await pull({ tenant: "cedar-valley", headers: { "X-Team": "ml" } });
    other.close();
    expect(seen[0]).not.toHaveProperty("x-scope-orgid");
    expect(seen[0]).not.toHaveProperty("x-team");
  });
});

describe("refusals, in words", () => {
  const refused = (status: number, errorType: string, error: string) =>
    json(status, { status: "error", errorType, error });

  test.each([
    [
      400,
      "bad_data",
      "1:8: parse error",
      "config",
      /recall: The server does not understand the query: 1:8: parse error/,
    ],
    [422, "execution", "many-to-many matching", "config", /recall: The server cannot evaluate the query: many-to-many/],
    [503, "timeout", "query timed out", "transient", /took longer than the server allows.*a longer step/],
    [503, "canceled", "context canceled", "transient", /took longer/],
    [500, "internal", "store gateway", "transient", /recall: The server failed \(500\): store gateway/],
  ])("%d %s", async (status, errorType, error, kind, words) => {
    reply = refused(status, errorType, error);
    expect(await failure(pull())).toMatchObject({ kind, message: expect.stringMatching(words) });
  });

  test("a missing tenant says what to fill in", async () => {
    reply = (response) => response.writeHead(401).end("no org id");
    expect(await failure(pull())).toMatchObject({ kind: "auth", message: expect.stringContaining("X-Scope-OrgID") });
  });

  test("being asked to wait keeps the time, whatever the body says", async () => {
    reply = (response) =>
      response.writeHead(429, { "retry-after": "42" }).end('{"status":"error","errorType":"bad_data","error":"x"}');
    expect(await failure(pull())).toMatchObject({ kind: "rate_limited", retryAfterMs: 42_000 });
  });

  test("an endless refusal is read no further than its beginning", async () => {
    reply = (response) => {
      response.writeHead(400);
      const more = () => response.write("x".repeat(65_536)) && setImmediate(more);
      response.on("drain", more);
      response.on("close", () => response.removeListener("drain", more));
      more();
    };
    expect((await failure(pull())).kind).toBe("contract");
  });
});

describe("answers that say less than they seem to", () => {
  test("values of a part of the stores are refused, unless they are accepted, and then it is said", async () => {
    reply = matrix(ONE, { isPartial: true });
    expect(await failure(pull({ product: "victoriametrics" }))).toMatchObject({
      kind: "transient",
      message: expect.stringContaining("may be too low"),
    });
    const found = await pull({ product: "victoriametrics", acceptPartial: true });
    expect(found.series).toHaveLength(1);
    expect(found.notes).toEqual(["recall: a part of the server's stores did not answer"]);
  });

  test("warnings are passed on once", async () => {
    reply = matrix(ONE, { warnings: ["store 10.0.0.7 did not answer"] });
    expect((await pull({ stepSeconds: 60 })).notes).toEqual(["recall: store 10.0.0.7 did not answer"]);
  });

  test.each([
    ["a value that is none", [LAST, "much"]],
    ["a number instead of its text", [LAST, 0.86]],
    ["no pair", "0.86"],
    ["an instant beyond any", [1e300, "1"]],
  ])("%s is refused", async (_what, value) => {
    reply = matrix([{ metric: { model: "Sepsis" }, values: [value] }]);
    expect(await failure(pull())).toMatchObject({ kind: "contract", message: expect.stringContaining("recall") });
  });

  test("another type of result is refused", async () => {
    reply = json(200, { status: "success", data: { resultType: "scalar", result: [1, "1"] } });
    expect((await failure(pull())).kind).toBe("contract");
  });

  test("more series than a measure can have are refused with the cure", async () => {
    const many = Array.from({ length: 501 }, (_, at) => ({
      metric: { model: "S", user: `${at}` },
      values: [[LAST, "1"]],
    }));
    reply = matrix(many);
    expect(await failure(pull())).toMatchObject({ kind: "config", message: expect.stringContaining("501 series") });
  });

  test("nor are so many by all queries together", async () => {
    reply = (response) => {
      const name = asked.at(-1)?.query.get("query");
      const many = Array.from({ length: 450 }, (_, at) => ({
        metric: { model: `${name}${at}` },
        values: [[LAST, "1"]],
      }));
      matrix(many)(response);
    };
    const queries = ["a", "b", "c", "d", "e"].map((query) => ({ measure: query, query }));
    expect(await failure(pull({ queries }))).toMatchObject({ message: expect.stringContaining("2,250 series in all") });
  });

  test("what names no model is left out, or belongs to the model of the connection", async () => {
    reply = matrix([{ metric: { zone: "a" }, values: [[LAST, "1"]] }]);
    expect((await pull()).series).toEqual([]);
    expect((await pull({ model: "Sepsis" })).series[0]?.ref).toMatchObject({ modelRef: "Sepsis", dims: { zone: "a" } });
  });

  test("a pull ends where it has enough, and goes on with the next", async () => {
    let [points, step] = [0, 0];
    reply = (response) => {
      const { query } = asked.at(-1) ?? { query: new URLSearchParams() };
      step = Number(query.get("step"));
      const count = (Number(query.get("end")) - Number(query.get("start"))) / step + 1;
      points += count * 40;
      const values = Array.from({ length: count }, (_, at) => [Number(query.get("start")) + at * step, "1"]);
      matrix(Array.from({ length: 40 }, (_, at) => ({ metric: { model: `M${at}` }, values })))(response);
    };
    const found = await pull({ stepSeconds: 10, historyDays: 30 });
    expect(found.truncated).toBe(true);
    expect(found.notes?.at(-1)).toContain("the rest follows with the next");
    expect(points).toBeLessThan(500_000 + 40);
    expect(
      Math.max(...asked.map(({ query }) => (Number(query.get("end")) - Number(query.get("start"))) / step)),
    ).toBeLessThan(11_000);
  });
});
