import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { connection } from "@/db/schema/connection";
import { connectionBrowse, connectionTest } from "@/domain/connection/input";
import type { World } from "@/server/connector/fixture";
import { openmetricsPage } from "@/server/connector/openmetrics/fixture";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import { change } from "../../record/change";
import { asMember, test } from "../../testing";
import { seal } from "../secret/seal";
import { browseConnection, previewConnection } from "./commands";

process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
const KEY = process.env.SECRETS_KEY ?? "";

const HOUR = 3_600_000;
const last = Math.floor(Date.now() / HOUR) * HOUR - HOUR;
const hours = (values: readonly number[]) =>
  values.map((value, at) => ({ at: new Date(last - (values.length - 1 - at) * HOUR), value }));

let server: Server;
let base = "";
let world: World;
let seen: (string | undefined)[] = [];
let instead: ((response: ServerResponse) => void) | null = null;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (instead) return instead(response);
    const address = new URL(request.url ?? "/", base);
    if (address.pathname === "/metrics")
      return response.writeHead(200, { "content-type": "application/openmetrics-text" }).end(openmetricsPage(world));
    const body = prometheusAnswer(world, address);
    return response.writeHead(body ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [seen, instead] = [[], null];
  world = {
    ...{ model: "Sepsis early warning", version: "7" },
    measures: { recall: hours([0.9, 0.85, Number.NaN]), input_psi: hours([0.1, 0.2]) },
  };
});

const target = (over: object = {}) => ({ platform: "prometheus", url: base, auth: "none", config: {}, ...over });
const asking = (...queries: string[]) => ({
  queries: queries.map((query) => ({ measure: query, query })),
  stepSeconds: 3600,
});

test("metrics by a part of their name, then what tells the series of one apart", async ({ db }) => {
  const { ctx } = await asMember(db, "mlops");
  const look = (over: object) => browseConnection(ctx, connectionBrowse.parse({ ...target(), ...over }));
  expect(await look({ search: "PSI" })).toMatchObject({ total: 1, metrics: [{ name: "input_psi", type: "gauge" }] });
  expect(await look({ search: "nothing like it" })).toMatchObject({ total: 0, metrics: [] });
  expect((await look({ metric: "recall" })).chosen).toMatchObject({ labels: [{ name: "model" }, { name: "version" }] });
});

test("what would be followed, with its last values, and nothing is written", async ({ db }) => {
  const { ctx } = await asMember(db, "mlops");
  const config = asking("recall", "input_psi");
  const found = await previewConnection(ctx, connectionTest.parse(target({ config })));
  expect(found).toMatchObject({ total: 2, models: 1, notes: [] });
  expect(found.series[0]).toMatchObject({ model: "Sepsis early warning", metric: "recall", kind: "performance" });
  expect(found.series[0]?.points.map(({ value }) => value)).toEqual([0.9, 0.85, Number.NaN]);
});

test("a page of metrics is previewed whole, or only what is followed of it", async ({ db }) => {
  const { ctx } = await asMember(db, "mlops");
  const page = (config: object) =>
    previewConnection(ctx, connectionTest.parse(target({ platform: "openmetrics", url: `${base}/metrics`, config })));
  expect((await page({})).series.map(({ metric }) => metric)).toEqual(["recall", "input_psi"]);
  expect((await page({ measures: ["recall"] })).series.map(({ metric }) => metric)).toEqual(["recall"]);
  await expect(
    browseConnection(ctx, connectionBrowse.parse(target({ platform: "openmetrics", url: `${base}/metrics` }))),
  ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("the stored sign-in is used, but only towards its server, and only by its organisation", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "mlops");
  const id = crypto.randomUUID();
  const sealedSecret = seal(KEY, { orgId, connectionId: id }, { kind: "bearer", token: "t0ken" });
  await change(ctx, { name: "test" }, (tx) =>
    tx
      .insert(connection)
      .values({ orgId, id, name: id, platform: "prometheus", url: base, auth: "bearer", sealedSecret }),
  );
  const input = (over: object = {}) =>
    connectionTest.parse(target({ auth: "bearer", connectionId: id, config: asking("recall"), ...over }));
  await previewConnection(ctx, input());
  expect(new Set(seen)).toEqual(new Set(["Bearer t0ken"]));
  await expect(previewConnection(ctx, input({ url: "http://127.0.0.2:1" }))).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  const stranger = await asMember(db, "mlops");
  await expect(previewConnection(stranger.ctx, input())).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

const HOSTILE: [what: string, reply: (response: ServerResponse) => unknown, words: RegExp][] = [
  ["huge", (response) => response.writeHead(200, { "content-length": 99_000_000 }).end(), /larger than/],
  ["of the wrong shape", (response) => response.end('{"status":"success","data":[]}'), /not as expected/],
  ["no JSON", (response) => response.end("<html>"), /not JSON/],
  ["cut off", (response) => response.end('{"status":"suc'), /not JSON, or is cut off/],
  ["a refusal", (response) => response.writeHead(401).end(), /refused the sign-in/],
];

for (const [what, reply, words] of HOSTILE)
  test(`an answer that is ${what} is said in words`, async ({ db }) => {
    const { ctx } = await asMember(db, "mlops");
    instead = (response) => void reply(response);
    const input = connectionTest.parse(target({ config: asking("recall") }));
    await expect(previewConnection(ctx, input)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringMatching(words),
    });
  });

test("a source that is down, or too slow to wait for", async ({ db }) => {
  const { ctx } = await asMember(db, "mlops");
  const input = (over: object = {}) => connectionTest.parse(target({ config: asking("recall"), ...over }));
  await expect(previewConnection(ctx, input({ url: "http://127.0.0.1:9" }))).rejects.toMatchObject({
    message: expect.stringContaining("nothing listens there"),
  });
  instead = (response) => void response.writeHead(200).write("{");
  const from = performance.now();
  await expect(previewConnection(ctx, input())).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  expect(performance.now() - from).toBeLessThan(12_000);
});
