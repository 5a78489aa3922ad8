import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { decodeWire } from "@/domain/shared/wire";
import { asMember, test } from "@/server/testing";
import { hashToken } from "../trpc/context";
import { trpcHandler } from "./trpc";

const emit = async () => undefined;

describe("a query over HTTP", () => {
  test("is answered as tRPC answers it, alone and in a batch; what cannot be answered says why", async ({ db }) => {
    const admin = await asMember(db);
    const shared = { db, emit };
    (globalThis as Record<symbol, unknown>)[Symbol.for("portolan.process")] = shared;
    const server = createServer((req, res) =>
      trpcHandler(req, res, shared, new URL(req.url ?? "/", "http://localhost")),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    await db.sql`select private.open_session(${admin.userId}, ${hashToken("good")}, ${new Date(Date.now() + 60_000)}, '')`;
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/trpc`;
    const ask = async (path: string, method = "GET") => {
      const answer = await fetch(`${base}/${path}`, { method, headers: { cookie: "authjs.session-token=good" } });
      return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
    };
    const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));
    const asked = input({ org: admin.slug });

    const alone = await ask(`initiative.rows?input=${asked}`);
    expect(alone).toMatchObject({ status: 200, body: { result: { data: { rows: [], total: 0 } } } });
    const batch = await ask(`initiative.rows?batch=1&input=${input({ 0: { org: admin.slug } })}`);
    expect(batch.body).toEqual([alone.body]);
    expect(batch.type?.startsWith("application/json")).toBe(true);

    const refusal = async (path: string) => {
      const { status, body } = await ask(path);
      return [status, (decodeWire(body) as { error: { data: { code: string } } }).error.data.code];
    };
    expect(await refusal(`initiative.rows?input=${input({ org: "nobody-here" })}`)).toEqual([404, "NOT_FOUND"]);
    expect(await refusal(`initiative.rows?input=${input({ org: 7 })}`)).toEqual([400, "BAD_REQUEST"]);
    expect(await refusal("initiative.rows")).toEqual([400, "BAD_REQUEST"]);
    expect(await refusal("initiative.rows?input=%7B")).toEqual([400, "BAD_REQUEST"]);
    const deep = `${"[".repeat(1000)}${"]".repeat(1000)}`;
    expect(await refusal(`initiative.rows?input=${encodeURIComponent(deep)}`)).toEqual([400, "BAD_REQUEST"]);
    for (const path of [
      "nothing.here",
      "__proto__",
      "constructor.name",
      "",
      "initiative",
      `program.create?input=${asked}`,
    ])
      expect(await refusal(path), path).toEqual([404, "NOT_FOUND"]);
    expect((await ask(`initiative.rows?input=${asked}`, "POST")).status).toBe(415); // the adapter of tRPC answers
    await new Promise((done) => server.close(done));
  });
});
