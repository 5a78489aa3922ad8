import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import postgres from "postgres";
import { describe, expect, onTestFinished } from "vitest";
import { program } from "@/db/schema/initiative";
import { ROLES } from "@/domain/access/permission";
import { AppError } from "@/domain/shared/error";
import type { Handler } from "../http/route";
import { change } from "../record/change";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { sealDays } from "./commands";
import { proofHandler, recordHandler } from "./export";
import { verifyFile } from "./file/queries";
import { recordVersions } from "./queries";

/** An endpoint on a server of its own, asked by a member who is signed in. @returns status and body */
async function ask(db: TestDatabase, handler: Handler, { userId }: Member, query: string) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
  const server = createServer(async (req, res) => {
    try {
      await handler(req, res, { db, emit: async () => undefined }, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      res.writeHead(500).end(error instanceof AppError ? error.code : String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/?${query}`, {
      headers: { cookie: `authjs.session-token=${token}` },
    });
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function scratchFile(name: string, content: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "seal-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, name), content);
  return path.join(folder, name);
}

describe("what an auditor takes away", () => {
  test("the record and a proof are files that verify alone; every other role is refused", async ({ db }) => {
    const admin = await asMember(db);
    const { ctx, orgId, slug } = admin;
    await change(ctx, { name: "program.create" }, (tx) => tx.insert(program).values({ orgId, name: "Kept" }));
    const superuser = postgres(db.superUrl, { max: 1 });
    onTestFinished(() => superuser.end());
    await superuser`update change set at = at - interval '1 day' where org_id = ${orgId}`;
    await sealDays(ctx);
    const [row] = await superuser<{ id: string }[]>`select id from program where org_id = ${orgId}`;
    const [version] = await recordVersions(ctx, { record: row?.id ?? "" });
    if (!version) throw new Error("no version");
    const proofQuery = new URLSearchParams({
      org: slug,
      table: version.table,
      id: version.id,
      since: version.at,
    }).toString();

    const auditor = await joinAs(db, orgId, "auditor");
    const record = await ask(db, recordHandler, auditor, `org=${slug}`);
    expect(record).toMatchObject({ status: 200, type: "application/gzip" });
    expect(gunzipSync(record.body).toString()).toContain('"name":"Kept"');
    const read = await verifyFile(await scratchFile("record.jsonl.gz", record.body));
    // The superuser of this test set the changes back a day, which their ids tell; nothing else is wrong.
    expect(read.kind === "record" && new Set(read.report.findings.map(({ kind }) => kind))).toEqual(
      new Set(["backdated"]),
    );

    const proof = await ask(db, proofHandler, auditor, proofQuery);
    expect(proof).toMatchObject({ status: 200, type: "application/json; charset=utf-8" });
    expect(await verifyFile(await scratchFile("proof.json", proof.body))).toMatchObject({
      kind: "proof",
      result: { ok: true },
    });
    expect((await ask(db, proofHandler, auditor, `org=${slug}&table=x;&id=1`)).body.toString()).toBe("BAD_REQUEST");

    for (const role of ROLES.filter((each) => each !== "admin" && each !== "auditor")) {
      const other = await joinAs(db, orgId, role);
      expect((await ask(db, recordHandler, other, `org=${slug}`)).body.toString(), role).toBe("FORBIDDEN");
      expect((await ask(db, proofHandler, other, proofQuery)).body.toString(), role).toBe("FORBIDDEN");
    }
    const stranger = await asMember(db);
    expect((await ask(db, recordHandler, stranger, `org=${slug}`)).body.toString()).toBe("NOT_FOUND");
    const theirs = new URLSearchParams({ org: stranger.slug, table: version.table, id: version.id, since: version.at });
    expect((await ask(db, proofHandler, stranger, theirs.toString())).body.toString()).toBe("NOT_FOUND");
  });
});
