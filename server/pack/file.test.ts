import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { pack, packFile } from "@/db/schema/pack";
import { AppError } from "@/domain/shared/error";
import { json } from "../http/route";
import { change } from "../record/change";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken } from "../trpc/context";
import { sha256 } from "./canonical";
import { packFileHandler } from "./file";

const pdf = Buffer.from("%PDF-1.7 not really");
const data = '{"template":"steering-1"}';

async function keptPack({ ctx, orgId }: Member): Promise<string> {
  return change(ctx, { name: "pack.build" }, async (tx) => {
    const values = {
      orgId,
      number: "ASC-20261120-0600.1",
      forum: "Board",
      asOf: new Date(),
      templateVersion: "steering-1",
    };
    const hashes = { dataSha256: sha256(data), pdfSha256: sha256(pdf) };
    const [made] = await tx
      .insert(pack)
      .values({ ...values, ...hashes, status: "ready", pages: 1 })
      .returning({ id: pack.id });
    const packId = made?.id ?? "";
    await tx.insert(packFile).values({ orgId, packId, data, pdf, createdAt: new Date() });
    return packId;
  });
}

/** The endpoint on a server of its own, asked by a member who is signed in. */
async function served<T>(
  db: TestDatabase,
  { userId }: Member,
  work: (get: (query: string, init?: RequestInit) => Promise<Response>) => Promise<T>,
) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
  const server = createServer(async (req, res) => {
    try {
      await packFileHandler(req, res, { db, emit: async () => undefined }, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      json(res, 500, { error: error instanceof AppError ? error.code : String(error) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work((query, init) =>
      fetch(`http://127.0.0.1:${port}/api/pack?${query}`, {
        ...init,
        headers: { cookie: `authjs.session-token=${token}`, ...init?.headers },
      }),
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("the file of a pack", () => {
  test("is shown in place, downloaded, or given as its data, and not sent twice", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const id = await keptPack(pmo);
    await served(db, pmo, async (get) => {
      const shown = await get(`org=${pmo.slug}&id=${id}`);
      expect(shown.status).toBe(200);
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        "content-type": "application/pdf",
        "content-disposition": 'inline; filename="ASC-20261120-0600.1.pdf"',
        "cache-control": "private, no-cache",
        "x-frame-options": "SAMEORIGIN",
        etag: `"${sha256(pdf)}"`,
      });
      expect(shown.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
      expect(Buffer.from(await shown.arrayBuffer()).equals(pdf)).toBe(true);
      const again = await get(`org=${pmo.slug}&id=${id}`, { headers: { "if-none-match": `"${sha256(pdf)}"` } });
      expect(again.status).toBe(304);
      const download = await get(`org=${pmo.slug}&id=${id}&as=download`);
      expect(download.headers.get("content-disposition")).toMatch(/^attachment; /);
      const json = await get(`org=${pmo.slug}&id=${id}&as=data`);
      expect(json.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(await json.text()).toBe(data);
      expect((await get(`org=${pmo.slug}&id=${id}`, { method: "POST" })).status).toBe(405);
    });
  });

  test("exists for nobody else", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const id = await keptPack(pmo);
    const [viewer, stranger] = [await joinAs(db, pmo.orgId, "viewer"), await asMember(db, "admin")];
    const codeOf = async (member: Member, query: string) =>
      served(db, member, async (get) => ((await (await get(query)).json()) as { error: string }).error);
    expect(await codeOf(viewer, `org=${pmo.slug}&id=${id}`)).toBe("FORBIDDEN");
    expect(await codeOf(stranger, `org=${pmo.slug}&id=${id}`)).toBe("NOT_FOUND");
    expect(await codeOf(stranger, `org=${stranger.slug}&id=${id}`)).toBe("NOT_FOUND");
    expect(await codeOf(pmo, `org=${pmo.slug}&id=none`)).toBe("NOT_FOUND");
  });
});
