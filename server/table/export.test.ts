import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect } from "vitest";
import { AppError } from "@/domain/shared/error";
import { customKey } from "@/domain/table/column";
import { USUAL_VIEW, type ViewState } from "@/domain/table/view";
import type { OrgContext } from "../context";
import { initiativeRegister } from "../initiative/register/columns";
import { memberRegister } from "../member/register/columns";
import { change } from "../record/change";
import { read } from "../record/read";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { exportCsv, exportHandler, exportSheet } from "./export";
import { eachExported } from "./file/cursor";

const FIELD = "0197c1e4-7d2a-7c11-8f00-000000000001";
const zoned = (ctx: OrgContext) => ({ ...ctx, timeZone: "America/New_York" });

async function filled(db: TestDatabase) {
  const made = await asMember(db, "admin", "Ana Lind");
  const { ctx, orgId, memberId } = made;
  await change(ctx, { name: "fill" }, async (tx) => {
    await tx.execute(
      sql`insert into custom_field (org_id, id, noun, label, kind) values (${orgId}::uuid, ${FIELD}::uuid, 'initiative', 'Budget', 'number')`,
    );
    await tx.execute(sql`insert into initiative (org_id, code, title, stage, tier, target_on, owner_id, custom) values
      (${orgId}::uuid, 'A-1', '=HYPERLINK("x")', 'build', 1, '2026-11-20', ${memberId}::uuid, ${JSON.stringify({ [FIELD]: "12.5" })}::text::jsonb),
      (${orgId}::uuid, 'A-2', '<b>&"', 'pilot', null, null, null, '{}'),
      (${orgId}::uuid, 'A-3', ${`bell\u0007 ${"long ".repeat(120)}`}, null, 2, '1899-12-31', null, '{}')`);
  });
  return made;
}

const VIEW: ViewState = {
  ...USUAL_VIEW,
  sort: [{ key: "code", descending: true }],
  columns: [
    { key: customKey(FIELD) },
    { key: "title", width: 400 },
    { key: "stage" },
    { key: "owner" },
    { key: "target" },
    { key: "attention" },
  ],
};

describe("an export", () => {
  test("is exactly what is seen, as CSV: columns, order, filter; formulas neutralised, texts whole", async ({ db }) => {
    const { ctx } = await filled(db);
    const chunks: string[] = [];
    const rows = await exportCsv(
      zoned(ctx),
      initiativeRegister,
      { view: VIEW },
      (chunk) => void chunks.push(String(chunk)),
    );
    const lines = chunks.join("").split("\r\n");
    expect(rows).toBe(3);
    expect(lines[0]).toBe("\ufeffBudget,Initiative,Stage,Owner,Target date,Needs attention");
    expect(lines[1]).toContain(`bell\u0007 ${"long ".repeat(119)}`);
    expect(lines[2]).toBe(',"<b>&""",Pilot,,,no owner');
    expect(lines[3]).toMatch(/^12\.5,"'=HYPERLINK\(""x""\)",Build,Ana Lind,2026-11-20,/);
    const narrowed: ViewState = { ...VIEW, filter: { column: "owner", op: "is", values: ["me"] } };
    expect(await exportCsv(zoned(ctx), initiativeRegister, { view: narrowed }, () => undefined)).toBe(1);
    const none: string[] = [];
    await exportCsv(
      zoned(ctx),
      initiativeRegister,
      { view: { ...VIEW, q: "nothing like it" } },
      (chunk) => void none.push(String(chunk)),
    );
    expect(none.join("").trim().split("\r\n")).toHaveLength(1);
  });

  test("is a sheet with numbers and dates as such, and texts that no program runs", async ({ db }) => {
    const { ctx } = await filled(db);
    const chunks: Uint8Array[] = [];
    await exportSheet(zoned(ctx), initiativeRegister, { view: VIEW }, (chunk) => void chunks.push(Buffer.from(chunk)));
    const files = unzipSync(Buffer.concat(chunks));
    const sheet = strFromU8(files["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(Object.keys(files).sort()).toEqual([
      "[Content_Types].xml",
      "_rels/.rels",
      "xl/_rels/workbook.xml.rels",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/worksheets/sheet1.xml",
    ]);
    expect(sheet.match(/<row r="\d+">/g)).toHaveLength(4);
    expect(sheet).toContain('<c r="A4" s="0"><v>12.5</v></c>');
    expect(sheet).toContain('<c r="E4" s="2"><v>46346</v></c>'); // 20 Nov 2026
    expect(sheet).toContain("=HYPERLINK(&quot;x&quot;)</t>");
    expect(sheet).toContain("&lt;b&gt;&amp;&quot;");
    expect(sheet).toContain("1899-12-31</t>");
    expect(sheet).not.toContain("<f>");
    expect(sheet).not.toContain("\u0007");
    expect(sheet).toContain('<autoFilter ref="A1:F4"/></worksheet>');
  });

  test("holds no column its reader may not see", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin");
    const viewer = await joinAs(db, orgId, "viewer");
    const head = async (of: OrgContext) => {
      const chunks: string[] = [];
      await exportCsv(zoned(of), memberRegister, { view: USUAL_VIEW }, (chunk) => void chunks.push(String(chunk)));
      return chunks.join("").split("\r\n")[0];
    };
    expect(await head(ctx)).toBe("\ufeffName,Role,State,Last sign-in");
    expect(await head(viewer.ctx)).toBe("\ufeffName,Role,State");
  });
});

test("the endpoint gives each register to whoever may read it, under the address of its page", async ({ db }) => {
  const admin = await filled(db);
  const other = await asMember(db, "admin");
  const sessionOf = async (userId: string) => {
    const token = randomBytes(16).toString("hex");
    await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
    return token;
  };
  const server = createServer(async (req, res) => {
    try {
      await exportHandler(req, res, { db, emit: async () => undefined }, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      res.writeHead(400).end(error instanceof AppError ? `${error.code} ${error.message}` : "failed");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const [mine, theirs] = [await sessionOf(admin.userId), await sessionOf(other.userId)];
  const get = async (query: string, token: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/export?org=${admin.slug}&${query}`, {
      headers: { cookie: `authjs.session-token=${token}` },
    });
    return {
      type: answer.headers.get("content-type"),
      name: answer.headers.get("content-disposition"),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };
  const csv = await get("noun=initiative&format=csv&stage=build&cols=code,title", mine);
  expect(csv.body.toString()).toBe('\ufeffCode,Initiative\r\nA-1,"\'=HYPERLINK(""x"")"\r\n');
  expect(csv.name).toMatch(/^attachment; filename="initiatives-\d{4}-\d\d-\d\d\.csv"$/);
  const sheet = await get("noun=member&format=xlsx", mine);
  expect(sheet.type).toContain("spreadsheetml.sheet");
  expect(Object.keys(unzipSync(sheet.body))).toHaveLength(6);
  expect((await get("noun=initiative&format=csv&ids=1", mine)).body.toString()).toMatch(/^BAD_REQUEST/);
  expect((await get("noun=secret&format=csv", mine)).body.toString()).toMatch(/^BAD_REQUEST/);
  expect((await get("noun=model&format=exe", mine)).body.toString()).toMatch(/^BAD_REQUEST/);
  expect((await get("noun=model&format=csv", theirs)).body.toString()).toMatch(/^NOT_FOUND/);
  server.close();
});

test("a slow reader makes the reading wait, and nothing piles up while it does", { timeout: 60_000 }, async ({
  db,
}) => {
  const admin = await asMember(db, "admin");
  await change(admin.ctx, { name: "fill" }, (tx) =>
    tx.execute(
      sql`insert into initiative (org_id, code, title, delivery_method) select ${admin.orgId}::uuid, 'S-' || n, 'Slow', repeat('slow ', 500) from generate_series(1, 4000) n`,
    ),
  );
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${admin.userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
  let listeners = 0;
  const server = createServer(async (req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    await exportHandler(req, res, { db, emit: async () => undefined }, url);
    listeners = res.listenerCount("close") + res.listenerCount("drain") + res.listenerCount("error");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/api/export?org=${admin.slug}&noun=initiative&format=csv&cols=code,method`;
  const answer = await fetch(address, { headers: { cookie: `authjs.session-token=${token}` } });
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 300)); // everything in between is full by then
    bytes += chunk.length;
  }
  server.close();
  expect(bytes).toBeGreaterThan(9_000_000);
  expect(listeners).toBeLessThan(8);
});

test("no more than two chunks are held, however many rows went out and however slow their reader is", async ({
  db,
}) => {
  const { ctx, orgId } = await asMember(db, "admin");
  await change(ctx, { name: "fill" }, (tx) =>
    tx.execute(
      sql`insert into initiative (org_id, code, title) select ${orgId}::uuid, 'H-' || n, 'Held' from generate_series(1, 3200) n`,
    ),
  );
  const answers: unknown[][] = [];
  const pool = Object.assign(Object.create(db.pool), {
    reserve: async () => {
      const connection = await db.pool.reserve();
      const unsafe = (...given: Parameters<typeof connection.unsafe>) => {
        const asked = connection.unsafe(...given);
        if (given[0].startsWith("fetch ")) void asked.then((rows) => answers.push(rows));
        return asked;
      };
      const call = (...given: never[]) => (connection as unknown as (...all: never[]) => unknown)(...given);
      return Object.assign(call, connection, { unsafe });
    },
  });
  const watched = { ...zoned(ctx), db: { ...db, pool } };
  const chunks: (readonly unknown[])[] = [];
  const held = () => [...answers, ...chunks].reduce((sum, { length }) => sum + length, 0);
  const most: number[] = [];
  const count = await read(watched, async (tx) => {
    await tx.execute(
      sql`declare exported no scroll cursor for select i.code from initiative i where i.org_id = ${orgId}`,
    );
    return eachExported(tx, async (chunk) => {
      chunks.push(chunk);
      const before = answers.length;
      await new Promise((resolve) => setTimeout(resolve, 60)); // the reader does not read
      expect(answers.length - before).toBeLessThanOrEqual(1);
      most.push(held());
    });
  });
  expect(count).toBe(3_200);
  expect(most).toHaveLength(7);
  expect(Math.max(...most)).toBeLessThanOrEqual(1_000);
  expect(held()).toBe(0);
});
