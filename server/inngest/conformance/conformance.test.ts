import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/server/testing";
import { embeddedFetch } from "../event-store";
import { startRunner } from "../runner/runner";
import { conditionCases } from "./condition-cases";
import { errorCases } from "./error-cases";
import { eventCases } from "./event-cases";
import { failureCases } from "./failure-cases";
import { flowCases } from "./flow-cases";
import { appClient, serveApp, silent } from "./host";
import { findInngest, freePort, startInngest } from "./inngest-server";
import { limitCases } from "./limit-cases";
import { stepCases } from "./step-cases";

const makers = [
  ...stepCases,
  ...failureCases,
  ...errorCases,
  ...eventCases,
  ...flowCases,
  ...limitCases,
  ...conditionCases,
];
const program = findInngest(process.env);
if (!program)
  console.info("No Inngest server (INNGEST_BIN or `inngest` on the PATH): the cases ran on the embedded runner only.");

type Host = {
  client: ReturnType<typeof appClient>;
  start(functions: Parameters<typeof serveApp>[1]): Promise<() => Promise<void>>;
};

async function embedded(): Promise<Host> {
  const db = await openTestDatabase();
  const sql = postgres(db.url, { max: 8, onnotice: () => undefined });
  const client = appClient({ fetch: embeddedFetch(() => sql) });
  return {
    client,
    start: async (functions) => {
      const served = await serveApp(client, functions);
      const runner = await startRunner({
        databaseUrl: db.url,
        sql,
        endpoint: { url: served.url, headers: {} },
        log: silent,
        settings: { retryDelayMs: () => 300, parallel: 40 },
      });
      return async () => {
        await runner.stop(1000);
        await served.close();
        await sql.end({ timeout: 1 });
        await db.drop();
      };
    },
  };
}

async function real(): Promise<Host> {
  const port = await freePort();
  const client = appClient({ baseUrl: `http://127.0.0.1:${port}` });
  return {
    client,
    start: async (functions) => {
      const served = await serveApp(client, functions);
      const server = await startInngest(program ?? "", port, served.url);
      return async () => {
        await server.stop();
        await served.close();
      };
    },
  };
}

const hosts = [
  { name: "embedded runner", open: embedded },
  ...(program ? [{ name: "Inngest server", open: real }] : []),
];

describe.each(hosts)("on the $name", ({ open }) => {
  const cases = new Map<string, () => Promise<void>>();
  const titles = makers.map((make) => make(appClient({})).title);
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const host = await open();
    const made = makers.map((make) => make(host.client));
    for (const { title, verify } of made) cases.set(title, verify);
    stop = await host.start(made.flatMap(({ functions }) => functions));
  });
  afterAll(() => stop());

  test.concurrent.each(titles)("%s", { timeout: 60_000 }, async (title) => {
    const verify = cases.get(title);
    expect(verify).toBeDefined();
    await verify?.();
  });
});
