import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { connection } from "@/db/schema/connection";
import { point } from "@/db/schema/metric";
import { cureOf } from "@/domain/connection/cure";
import { runWords } from "@/domain/connection/sentence";
import type { World } from "@/server/connector/fixture";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import { setDue } from "../../due/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { asMember, type TestDatabase, test } from "../../testing";
import { getConnection } from "../queries";
import { CONNECTION_DUE, pollConnection } from "./commands";

// Before the imports, which read the settings: the server of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

const HOUR = 3_600_000;
const start = Date.UTC(2026, 10, 1);
const at = (hour: number): Date => new Date(start + hour * HOUR);

let server: Server;
let base = "";
let values: Map<number, number>;
let asked: [from: number, to: number][];
let over: object;
let instead: ((response: ServerResponse) => void) | null;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (instead) return instead(response);
    const address = new URL(request.url ?? "/", base);
    const measure = [...values].sort(([a], [b]) => a - b).map(([hour, value]) => ({ at: at(hour), value }));
    const world: World = { model: "Sepsis", version: "7", measures: { recall: measure } };
    asked.push([Number(address.searchParams.get("start")), Number(address.searchParams.get("end"))]);
    const body = { ...(prometheusAnswer(world, address) as object), ...over };
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  values = new Map();
  [asked, over, instead] = [[], {}, null];
});

async function setup(db: TestDatabase) {
  const { ctx, orgId } = await asMember(db, "mlops");
  const connectionId = randomUUID();
  const config = { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600, lateMinutes: 360 };
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(connection).values({ orgId, id: connectionId, name: "P", platform: "prometheus", url: base, config }),
  );
  /** Polls as a job does, so many hours after the start. */
  const poll = async (hour: number) => {
    await store(ctx, (tx) => setDue(tx, CONNECTION_DUE, connectionId, new Date(Date.now() - 1000)));
    const now = new Date(at(hour).getTime() + 120_000);
    return pollConnection({ ...ctx, now, actor: { kind: "job", name: "Connection poll" } }, { connectionId });
  };
  const shown = () => getConnection({ ...ctx, now: new Date() }, { connectionId });
  const stored = () => read(ctx, (tx) => tx.select({ at: point.at, value: point.value }).from(point).orderBy(point.at));
  return { ctx, poll, shown, stored };
}

const give = (from: number, to: number, value = 0.8) => {
  for (let hour = from; hour <= to; hour += 1) values.set(hour, value);
};

test("new, late and restated values of later polls, in words; what is older than the overlap is left to a backfill", async ({
  db,
}) => {
  const { poll, shown, stored } = await setup(db);
  give(0, 20);
  values.delete(2);
  values.delete(17);
  expect(await poll(20)).toMatchObject({ outcome: "ok", added: 19, restated: 0 });
  const [first] = (await shown()).runs;
  expect(first && runWords(first)).toMatch(/^Polled 1 series, 19 new points, in /);
  expect(asked[0]?.[0]).toBe(at(20 - 7 * 24 + 1).getTime() / 1000); // a week back, aligned to the step

  give(21, 22);
  values.set(2, 0.5); // out of reach of the overlap
  values.set(17, 0.6); // late
  values.set(19, 0.7); // restated
  expect(await poll(22)).toMatchObject({ outcome: "ok", added: 3, restated: 1 });
  expect(asked[1]).toEqual([at(14).getTime() / 1000, at(22).getTime() / 1000]);
  const [second] = (await shown()).runs;
  expect(second && runWords(second)).toMatch(/^Polled 1 series, 3 new points, 1 restated, 1 late, in /);
  const points = await stored();
  expect(points).toHaveLength(22);
  expect(points.find((one) => one.at.getTime() === at(19).getTime())?.value).toBe(0.7);

  expect(await poll(22)).toMatchObject({ outcome: "ok", added: 0, restated: 0 });
  expect((await shown()).runs).toHaveLength(2);
});

test("what the server warned of is said with the poll, and for as long as it lasts", async ({ db }) => {
  const { poll, shown } = await setup(db);
  give(0, 3);
  over = { warnings: ["store 10.0.0.7 did not answer"] };
  await poll(3);
  expect(await shown()).toMatchObject({
    lastNote: "recall: store 10.0.0.7 did not answer",
    runs: [{ note: "recall: store 10.0.0.7 did not answer" }],
  });
  over = {};
  await poll(3); // nothing new, but the warning is over
  expect((await shown()).lastNote).toBeNull();
});

test("a failed poll says the cause and the cure, and keeps the watermark", async ({ db }) => {
  const { poll, shown, stored } = await setup(db);
  give(0, 3);
  await poll(3);
  instead = (response) =>
    void response.writeHead(422).end('{"status":"error","errorType":"execution","error":"too many samples"}');
  expect(await poll(4)).toMatchObject({ outcome: "failed" });
  const [failed] = (await shown()).runs;
  expect(failed && runWords(failed)).toBe("Recall: The server cannot evaluate the query: too many samples.");
  expect(cureOf(failed?.errorKind ?? null)).toMatch(/^Edit the connection/);
  instead = null;
  give(4, 5);
  expect(await poll(5)).toMatchObject({ outcome: "ok", added: 2 });
  expect(await stored()).toHaveLength(6);
});
