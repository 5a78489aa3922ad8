import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { expect } from "vitest";
import { AppError } from "@/domain/shared/error";
import { json } from "../http/route";
import type { Process } from "../process";
import { asMember, type Member, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { listImports } from "./queries";
import { uploadHandler } from "./upload";

/** The upload endpoint on a server of its own, and a person signed in. */
async function serve(db: TestDatabase, member: Member) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
  const shared: Process = { db, emit: async () => undefined };
  const server = createServer(async (req, res) => {
    try {
      await uploadHandler(req, res, shared, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      json(res, error instanceof AppError && error.code === "FORBIDDEN" ? 403 : 500, { error: String(error) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const send = async (body: BodyInit, query = "name=a.csv", headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/import?org=${member.slug}&${query}`, {
      method: "POST",
      body,
      headers: { cookie: `authjs.session-token=${token}`, ...headers },
      duplex: "half",
    } as RequestInit);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { send, close: () => new Promise((resolve) => server.close(resolve)) };
}

test("a file is kept, and a bad one is refused with its line", async ({ db }) => {
  const member = await asMember(db, "pmo");
  const { send, close } = await serve(db, member);
  expect(await send("Title,Unit\nOne,a\n", "name=..%2Fa%00b.csv")).toMatchObject({ status: 201, body: { rows: 1 } });
  expect(await send('Title,Unit\nOne,"a\n')).toMatchObject({ status: 400, body: { line: 2, column: "2" } });
  expect(await send("Title,Unit\nOne,a\n", "delimiter=x")).toMatchObject({ status: 400 });
  expect(await send("Title,Unit\nOne,a\n", "name=a.csv", { "sec-fetch-site": "cross-site" })).toMatchObject({
    status: 403,
  });
  const kept = await listImports(member.ctx, { page: 1 });
  expect(kept.rows.map(({ fileName, status, by }) => [fileName, status, by])).toEqual([
    ["..ab.csv", "uploaded", "Robin Vale"],
  ]);
  await close();
});

test("a viewer may not upload", async ({ db }) => {
  const { send, close } = await serve(db, await asMember(db, "viewer"));
  expect((await send("Title,Unit\nOne,a\n")).status).toBe(403);
  await close();
});

test("what the file holds is named, and decides who may send it", async ({ db }) => {
  const { send, close } = await serve(db, await asMember(db, "owner"));
  const file = "Title,Unit\nOne,a\n";
  expect((await send(file)).status).toBe(403);
  expect((await send(file, "name=a.csv&noun=risk")).status).toBe(201);
  expect(await send(file, "name=a.csv&noun=secret")).toMatchObject({
    status: 400,
    body: { error: "Say what the file holds: initiative, risk, assumption, issue." },
  });
  await close();
});

test("200 MB are refused in words, without being held in memory", async ({ db }) => {
  const member = await asMember(db, "pmo");
  const { send, close } = await serve(db, member);
  const block = Buffer.alloc(1024 * 1024, "a,b\n");
  const before = process.memoryUsage().rss;
  const body = Readable.toWeb(
    Readable.from(
      (function* () {
        for (let i = 0; i < 200; i++) yield block;
      })(),
    ),
  ) as unknown as BodyInit;
  const answer = await send(body);
  expect(answer).toMatchObject({ status: 413, body: { error: expect.stringContaining("larger than 50 MB") } });
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  expect((await listImports(member.ctx, { page: 1 })).total).toBe(0);
  await close();
});
