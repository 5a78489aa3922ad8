import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, vi } from "vitest";
import { history } from "@/db/history";
import { document, documentFile } from "@/db/schema/document";
import { initiative } from "@/db/schema/initiative";
import { AppError } from "@/domain/shared/error";
import type { SubjectRef } from "@/domain/subject/subject";
import { json } from "../http/route";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { deleteDocument, renameDocument } from "./commands";
import { listDocuments } from "./queries";
import { receive } from "./receive/receive";
import { restoreDocument } from "./restore/commands";
import { listDeleted } from "./restore/queries";
import { keyOf } from "./storage/contract";
import { diskStorage } from "./storage/disk";
import { documentStorage, documentsFolder } from "./storage/registry";
import { sweepDocuments } from "./sweep/commands";
import { documentHandler } from "./upload";

// Before the settings are read: a data folder of this file's own, files of 1 MB at most, 3 MB an organisation.
await vi.hoisted(async () => {
  const [{ mkdtempSync }, { tmpdir }] = await Promise.all([import("node:fs"), import("node:os")]);
  process.env.PORTOLAN_HOME = mkdtempSync(`${tmpdir()}/portolan-documents-`);
  process.env.DOCUMENT_MAX_MB = "1";
  process.env.DOCUMENT_QUOTA_MB = "3";
});
afterAll(() => rm(process.env.PORTOLAN_HOME ?? "", { recursive: true, force: true }));

const MB = 1_000_000;
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64)]);

async function initiativeOf({ ctx, orgId }: Member, more: object = {}): Promise<SubjectRef> {
  const id = randomUUID();
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title: "Sepsis early warning", ...more }),
  );
  return { noun: "initiative", id };
}

const server = (db: TestDatabase) =>
  createServer(async (req, res) => {
    try {
      await documentHandler(req, res, { db, emit: async () => undefined }, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      const codes: Record<string, number> = { FORBIDDEN: 403, NOT_FOUND: 404, UNAUTHORIZED: 401 };
      json(res, error instanceof AppError ? (codes[error.code] ?? 400) : 500, { error: String(error) });
    }
  });

type Call = (query: string, init?: RequestInit & { duplex?: "half" }) => Promise<Response>;
type Served = { as: (member: Member) => Promise<Call>; url: string; token: (member: Member) => Promise<string> };

/** The endpoint on a server of its own, asked by members who are signed in. */
async function served(db: TestDatabase, slug: string, work: (served: Served) => Promise<void>): Promise<void> {
  const listening = server(db);
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/api/document?org=${slug}`;
  const token = async ({ userId }: Member) => {
    const made = randomBytes(16).toString("hex");
    await db.sql`select private.open_session(${userId}, ${hashToken(made)}, ${new Date(Date.now() + 60_000)}, 'test')`;
    return made;
  };
  const as = async (member: Member): Promise<Call> => {
    const cookie = `authjs.session-token=${await token(member)}`;
    return (query, init) => fetch(`${url}&${query}`, { ...init, headers: { cookie, ...init?.headers } });
  };
  try {
    await work({ as, url, token });
  } finally {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  }
}

type Sent = { documentId: string; fileId: string; number: number; error: string };
async function send(call: Call, about: SubjectRef, name: string, body: BodyInit, more = "") {
  const query = `noun=${about.noun}&id=${about.id}&name=${encodeURIComponent(name)}${more}`;
  const response = await call(query, { method: "POST", body, duplex: "half" });
  return { status: response.status, body: (await response.json()) as Sent };
}
const listed = (member: Member, about: SubjectRef) => listDocuments(member.ctx, { about, page: 1 });
const incoming = () => readdir(path.join(documentsFolder(), "incoming")).catch(() => []);
const objects = async () => {
  const found: string[] = [];
  for await (const { key } of documentStorage().list()) found.push(key);
  return found;
};

test("a file, its next version, its name, its deletion; the record keeps what was there", async ({ db }) => {
  const pmo = await asMember(db, "pmo", "Maren Okafor");
  const about = await initiativeOf(pmo);
  await served(db, pmo.slug, async ({ as }) => {
    const call = await as(pmo);
    const first = await send(call, about, "../Validation report.pdf", PDF);
    expect(first).toMatchObject({ status: 201, body: { number: 1 } });
    const { documentId, fileId } = first.body;
    const newer = Buffer.concat([PDF, Buffer.from("more")]);
    expect(await send(call, about, "v2.pdf", newer, `&document=${documentId}`)).toMatchObject({ body: { number: 2 } });
    expect(await send(call, about, "v2.pdf", newer, `&document=${documentId}`)).toMatchObject({
      status: 409,
      body: { error: "This is the very file that is there already, byte for byte." },
    });
    const before = await mintInstant(pmo.ctx);
    expect(await renameDocument(pmo.ctx, { documentId, version: 1, name: "Validation" })).toMatchObject({
      outcome: "saved",
    });
    expect(await renameDocument(pmo.ctx, { documentId, version: 1, name: "Late" })).toMatchObject({
      outcome: "conflict",
    });
    expect(await listed(pmo, about)).toMatchObject({
      total: 1,
      used: PDF.length + newer.length,
      rows: [
        {
          name: "Validation",
          mayChange: true,
          files: [
            { number: 2, fileName: "v2.pdf", type: "pdf", preview: "pdf", createdBy: "Maren Okafor" },
            {
              number: 1,
              fileName: "Validation report.pdf",
              size: PDF.length,
              sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            },
          ],
        },
      ],
    });
    const download = await call(`file=${fileId}`);
    expect(Buffer.from(await download.arrayBuffer())).toEqual(PDF);
    expect(await deleteDocument(pmo.ctx, { documentId, reason: "Superseded." })).toEqual({ files: 2 });
    expect((await call(`file=${fileId}`)).status).toBe(404);
    const then = { ...pmo.ctx, asOf: before };
    expect((await listDocuments(then, { about, page: 1 })).rows).toMatchObject([
      { name: "Validation report.pdf", mayChange: false },
    ]);
    expect((await call(`file=${fileId}&at=${before.toISOString()}`)).status).toBe(200);
  });
});

describe("a deleted document", () => {
  test("comes back with its versions, for who may delete it, while its bytes are kept and there is room", async ({
    db,
  }) => {
    const pmo = await asMember(db, "pmo", "Maren Okafor");
    const [owner, outside] = [await joinAs(db, pmo.orgId, "owner", "Łucja Żak"), await asMember(db)];
    const reader = await joinAs(db, pmo.orgId, "viewer");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const { documentId, fileId } = (await send(call, about, "plan.pdf", PDF)).body;
      await send(call, about, "plan.pdf", Buffer.concat([PDF, PDF]), `&document=${documentId}`);
      await expect(restoreDocument(pmo.ctx, { documentId })).rejects.toMatchObject({ code: "CONFLICT" });
      await deleteDocument(pmo.ctx, { documentId, reason: "By mistake." });
      const own = (await send(await as(owner), about, "mine.png", PNG)).body.documentId;
      await deleteDocument(owner.ctx, { documentId: own, reason: "Wrong record." });
      const gone = async (member: Member) => (await listDeleted(member.ctx, { about, page: 1 })).rows;
      expect(await gone(pmo)).toMatchObject([
        { id: own, name: "mine.png", deletedBy: "Łucja Żak", reason: "Wrong record.", files: 1, size: PNG.length },
        { id: documentId, name: "plan.pdf", deletedBy: "Maren Okafor", reason: "By mistake.", files: 2 },
      ]);
      expect(await gone(owner)).toMatchObject([{ id: own }]);
      expect(await gone(reader)).toEqual([]);
      await expect(gone(outside)).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect((await listed(pmo, about)).deleted).toBe(2);
      expect((await listed(reader, about)).deleted).toBe(0);
      const later = { ...pmo.ctx, now: new Date(Date.now() + 30 * 86_400_000) };
      expect(await listDeleted(later, { about, page: 1 })).toMatchObject({ rows: [], total: 0 });
      expect(await listDeleted({ ...pmo.ctx, asOf: new Date() }, { about, page: 1 })).toMatchObject({ total: 0 });
      await expect(restoreDocument(owner.ctx, { documentId })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(restoreDocument(outside.ctx, { documentId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      const late = { ...pmo.ctx, now: new Date(Date.now() + 30 * 86_400_000) };
      await expect(restoreDocument(late, { documentId })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
      expect(await restoreDocument(pmo.ctx, { documentId })).toEqual({ files: 2 });
      expect((await listDocuments(pmo.ctx, { about, page: 1 })).rows).toMatchObject([
        { id: documentId, name: "plan.pdf", files: [{ number: 2 }, { number: 1 }] },
      ]);
      expect(Buffer.from(await (await call(`file=${fileId}`)).arrayBuffer())).toEqual(PDF);
      expect(await gone(pmo)).toMatchObject([{ id: own }]);
      await restoreDocument(owner.ctx, { documentId: own });
      expect(await gone(pmo)).toEqual([]);
    });
  });
});

describe("how a file is served", () => {
  test("as an attachment nothing in it can run from; a PDF to the viewer only when it is asked for", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const of = async (name: string, body: string | Buffer) =>
        (await send(call, about, name, typeof body === "string" ? body : new Uint8Array(body))).body.fileId;
      const head = async (query: string) => {
        const { headers } = await call(query);
        return ["content-type", "content-disposition", "content-security-policy", "x-frame-options"].map((name) =>
          headers.get(name),
        );
      };
      const page = await of("r.html", "<html><script>alert(1)</script>");
      expect(await head(`file=${page}&as=preview`)).toEqual([
        "application/octet-stream",
        "attachment; filename=\"r.html\"; filename*=UTF-8''r.html",
        "sandbox; default-src 'none'; frame-ancestors 'none'",
        "DENY",
      ]);
      const drawing = await of("x.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
      expect((await head(`file=${drawing}&as=preview`)).slice(0, 2)).toEqual([
        "application/octet-stream",
        expect.stringMatching(/^attachment/),
      ]);
      const [picture, report] = [await of("a.png", PNG), await of("a.pdf", PDF)];
      expect((await head(`file=${picture}&as=preview`)).slice(0, 2)).toEqual([
        "image/png",
        expect.stringMatching(/^attachment/),
      ]);
      expect((await head(`file=${report}`))[1]).toMatch(/^attachment/);
      const view = await head(`file=${report}&as=preview`);
      expect(view[1]).toMatch(/^inline/);
      expect(view[2]).toContain("default-src 'none'");
      const again = await call(`file=${report}`, {
        headers: { "if-none-match": (await call(`file=${report}`)).headers.get("etag") ?? "" },
      });
      expect(again.status).toBe(304);
      expect((await call(`file=${report}`)).headers.get("x-content-type-options")).toBe("nosniff");
      const peek = await call(`file=${report}`, { method: "HEAD" });
      expect([peek.status, peek.headers.get("content-length")]).toEqual([200, String(PDF.length)]);
    });
  });

  test("a file whose bytes are gone says so", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const { body } = await send(call, about, "a.pdf", PDF);
      await documentStorage().remove(keyOf(pmo.orgId, body.fileId));
      const answer = await call(`file=${body.fileId}`);
      expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining("bytes are gone")]);
    });
  });
});

describe("who may", () => {
  test("nobody else's organisation, no viewer, no other site, no past date", async ({ db }) => {
    const [pmo, stranger] = [await asMember(db, "pmo"), await asMember(db, "admin")];
    const [viewer, owner] = [await joinAs(db, pmo.orgId, "viewer"), await joinAs(db, pmo.orgId, "owner")];
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as, url }) => {
      const call = await as(pmo);
      const { body } = await send(call, about, "a.pdf", PDF);
      const { documentId, fileId } = body;
      expect((await send(await as(viewer), about, "b.pdf", PDF)).status).toBe(403);
      expect((await (await as(viewer))(`file=${fileId}`)).status).toBe(200);
      expect((await send(await as(stranger), about, "b.pdf", PDF)).status).toBe(404);
      expect((await (await as(stranger))(`file=${fileId}`)).status).toBe(404);
      expect((await fetch(`${url}&file=${fileId}`)).status).toBe(401);
      const query = `noun=initiative&id=${about.id}&name=a.pdf`;
      expect(
        (await call(query, { method: "POST", body: PDF, headers: { "sec-fetch-site": "cross-site" } })).status,
      ).toBe(403);
      expect((await send(call, about, "b.pdf", PDF, "&at=2026-01-01")).status).toBe(400);
      expect((await call(`file=${fileId}`, { method: "DELETE" })).status).toBe(405);
      const refused = { code: "FORBIDDEN" };
      await expect(deleteDocument(owner.ctx, { documentId, reason: "Mine now" })).rejects.toMatchObject(refused);
      await expect(renameDocument(owner.ctx, { documentId, version: 1, name: "x" })).rejects.toMatchObject(refused);
      await expect(deleteDocument(stranger.ctx, { documentId, reason: "Gone" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      const own = await send(await as(owner), about, "own.pdf", Buffer.concat([PDF, PDF]));
      expect((await deleteDocument(owner.ctx, { documentId: own.body.documentId, reason: "A slip." })).files).toBe(1);
    });
  });

  test("beside a restricted initiative: not there for whoever may not see it, in the list, by address, in history", async ({
    db,
  }) => {
    const admin = await asMember(db, "admin");
    const outside = await joinAs(db, admin.orgId, "pmo");
    const about = await initiativeOf(admin, { restricted: true });
    await served(db, admin.slug, async ({ as }) => {
      const { body } = await send(await as(admin), about, "secret.pdf", PDF);
      const call = await as(outside);
      expect((await call(`file=${body.fileId}`)).status).toBe(404);
      expect((await send(call, about, "b.pdf", PDF)).status).toBe(404);
      expect((await send(call, await initiativeOf(outside), "b.pdf", PDF, `&document=${body.documentId}`)).status).toBe(
        404,
      );
      await expect(listed(outside, about)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(
        deleteDocument(outside.ctx, { documentId: body.documentId, reason: "Tidy up" }),
      ).rejects.toMatchObject({ code: "NOT_FOUND" });
      for (const table of [document, documentFile, history.document, history.documentFile])
        expect(await read(outside.ctx, (tx) => tx.select().from(table))).toEqual([]);
      expect(await incoming()).toEqual([]);
    });
  });
});

describe("hostile and broken", () => {
  test("what is not taken is said in words and leaves nothing", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    const held = (await objects()).length;
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const words = async (name: string, body: BodyInit) => {
        const answer = await send(call, about, name, body);
        return [answer.status, answer.body.error];
      };
      expect(await words("a.pdf", "")).toEqual([400, "The file is empty."]);
      expect(await words("a.pdf", PNG)).toEqual([400, expect.stringContaining("holds a PNG picture")]);
      expect(await words("a.png", "MZ\0\0")).toEqual([400, expect.stringContaining("not taken")]);
      expect(await words("big.txt", "x".repeat(2 * MB))).toEqual([
        413,
        "The file is larger than 1\u202fMB, which is the most that is taken.",
      ]);
      expect((await send(call, { noun: "model", id: "no-uuid" }, "a.pdf", PDF)).status).toBe(400);
      expect((await send(call, { noun: "model", id: randomUUID() }, "a.pdf", PDF)).status).toBe(404);
      expect((await send(call, about, "a.pdf", PDF, `&document=${randomUUID()}`)).status).toBe(404);
    });
    expect(await incoming()).toEqual([]);
    expect((await objects()).length).toBe(held);
    expect((await listed(pmo, about)).total).toBe(0);
  });

  test("a stream that says no length is cut off where it becomes too large", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    let given = 0;
    const endless = Readable.from(
      (async function* () {
        for (; given < 20 * MB; given += 64_000) yield Buffer.alloc(64_000, "x");
      })(),
    );
    await served(db, pmo.slug, async ({ as }) => {
      const answer = await send(await as(pmo), about, "endless.txt", Readable.toWeb(endless) as unknown as BodyInit);
      expect(answer.status).toBe(413);
    });
    expect(await incoming()).toEqual([]);
  });

  test("an upload that is cancelled half way leaves nothing", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ url, token }) => {
      const cookie = `authjs.session-token=${await token(pmo)}`;
      const query = `${url}&noun=initiative&id=${about.id}&name=half.txt`;
      const sent = request(query, { method: "POST", headers: { cookie, "content-length": 500_000 } });
      sent.on("error", () => undefined);
      sent.write(Buffer.alloc(100_000, "x"));
      await vi.waitFor(async () => expect((await incoming()).length).toBe(1), 5_000);
      sent.destroy();
      await vi.waitFor(async () => expect(await incoming()).toEqual([]), 5_000);
    });
    expect((await listed(pmo, about)).total).toBe(0);
  });

  test("ten at once: all stand, each once; as versions of one document they are numbered without a gap", async ({
    db,
  }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const texts = Array.from({ length: 10 }, (_, n) => `Minutes ${n}`);
      const answers = await Promise.all(texts.map((text, n) => send(call, about, `minutes-${n}.txt`, text)));
      expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 201));
      expect((await listed(pmo, about)).total).toBe(10);
      const documentId = answers[0]?.body.documentId ?? "";
      const versions = await Promise.all(
        texts.map((text) => send(call, about, "minutes.txt", `${text}, corrected`, `&document=${documentId}`)),
      );
      expect(versions.map(({ body }) => body.number).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });
    expect(await incoming()).toEqual([]);
  });

  test("the organisation's room is one room, also for uploads at once", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const about = await initiativeOf(pmo);
    await served(db, pmo.slug, async ({ as }) => {
      const call = await as(pmo);
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((n) => send(call, about, `${n}.txt`, String(n).repeat(900_000))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.error).toContain("There is no room left for this file");
      expect((await listed(pmo, about)).used).toBe(2_700_000);
    });
  });

  test("no key that is not ours becomes a path", async () => {
    const storage = diskStorage(documentsFolder());
    for (const key of ["../../etc/passwd", "/etc/passwd", `${randomUUID()}/../x`, "", "a/b/c"])
      await expect(storage.open(key)).rejects.toThrow(RangeError);
  });
});

const isLinux = existsSync("/dev/full") && existsSync("/dev/shm");
if (!isLinux) console.info("No /dev/full or /dev/shm here: a full disk and a move between disks were not tried");

describe.runIf(isLinux)("disks", () => {
  test("a full disk is said in words", async () => {
    const full = "/dev/full"; // every write to it fails as one to a full disk does
    const given = receive(Readable.from([Buffer.from("text")]), { folder: documentsFolder(), most: MB, file: full });
    await expect(given).rejects.toMatchObject({ isFull: true, message: expect.stringContaining("disk is full") });
  });

  test("bytes on another disk are moved there whole", async () => {
    const other = "/dev/shm"; // memory: another file system
    const folder = await mkdtemp(path.join(other, "portolan-"));
    const { path: file, size, sha256 } = await receive(Readable.from([PDF]), { folder, most: MB });
    const [key, storage] = [keyOf(randomUUID(), randomUUID()), diskStorage(path.join(documentsFolder(), "moved"))];
    await storage.put(key, { path: file, size, sha256 });
    expect(existsSync(file)).toBe(false);
    expect(await readFile(path.join(documentsFolder(), "moved", key))).toEqual(PDF);
    expect((await readdir(path.join(documentsFolder(), "moved"))).some((name) => name.endsWith(".part"))).toBe(false);
    await rm(folder, { recursive: true });
  });
});

test("the sweep removes what no document names, after a while, and nothing else", async ({ db }) => {
  const pmo = await asMember(db, "pmo");
  const about = await initiativeOf(pmo);
  const root = await mkdtemp(path.join(documentsFolder(), "sweep-"));
  const storage = diskStorage(root);
  const incomingHere = path.join(root, "..", `${path.basename(root)}-incoming`);
  const keep = async (fileId: string, orgId: string = pmo.orgId) => {
    const { path: file } = await receive(Readable.from([Buffer.from("x")]), { folder: incomingHere, most: MB });
    await storage.put(keyOf(orgId, fileId), { path: file, size: 1, sha256: "" });
    const old = new Date(Date.now() - 2 * 86_400_000);
    await utimes(path.join(root, keyOf(orgId, fileId)), old, old);
    return fileId;
  };
  const left = async () => {
    const found: string[] = [];
    for await (const { key } of storage.list()) found.push(key.split("/")[2] ?? "");
    return found.sort();
  };
  const [kept, deleted, orphan, stray] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const documentId = randomUUID();
  const { orgId, ctx } = pmo;
  const file = {
    orgId,
    documentId,
    aboutId: about.id,
    fileName: "a.txt",
    type: "text" as const,
    size: 1,
    sha256: "0".repeat(64),
  };
  await change(ctx, { name: "document.add" }, async (tx) => {
    await tx.insert(document).values({ orgId, id: documentId, aboutNoun: about.noun, aboutId: about.id, name: "a" });
    await tx.insert(documentFile).values([
      { ...file, id: kept, number: 1 },
      { ...file, id: deleted, number: 2 },
    ]);
  });
  await db.sql.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${orgId}, true), set_config('app.role', 'job', true)`;
    await tx`delete from document_file where id = ${deleted}`;
  });
  await Promise.all([keep(kept), keep(deleted), keep(orphan), keep(stray, randomUUID())]);
  await writeFile(path.join(root, "somebody-elses-file"), "x");
  const sweep = (now: Date) => sweepDocuments({ sql: db.sql, storage, now, incoming: incomingHere }, { days: 30 });
  expect(await sweep(new Date())).toBe(2);
  expect(await left()).toEqual([kept, deleted].sort());
  expect(await sweep(new Date(Date.now() + 29 * 86_400_000))).toBe(0);
  expect(await sweep(new Date(Date.now() + 31 * 86_400_000))).toBe(1);
  expect(await left()).toEqual([kept]);
  expect(await readFile(path.join(root, "somebody-elses-file"), "utf8")).toBe("x");
});
