import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import type { Database } from "@/db/client";
import { initiativeCreation } from "@/domain/initiative/edit";
import { AppError } from "@/domain/shared/error";
import { exportHandler } from "../table/export";
import { asMember, joinAs, test } from "../testing";
import { hashToken } from "../trpc/context";
import { createInitiative } from "./commands";

const emit = async () => undefined;

/** The endpoint on a real server; refusals answer with their code. */
async function served<T>(
  db: Database,
  work: (get: (query: string, token?: string) => Promise<Response>) => Promise<T>,
): Promise<T> {
  const server = createServer(async (req, res) => {
    try {
      await exportHandler(req, res, { db, emit }, new URL(req.url ?? "/", "http://localhost"));
    } catch (error) {
      res.writeHead(400).end(error instanceof AppError ? error.code : "failed");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work((query, token) =>
      fetch(
        `http://127.0.0.1:${port}/api/export?${query}`,
        token ? { headers: { cookie: `authjs.session-token=${token}` } } : {},
      ),
    );
  } finally {
    server.close();
  }
}

async function sessionOf(db: Database, userId: string): Promise<string> {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 60_000)}, 'test')`;
  return token;
}

test("a member downloads what the address names, and nobody else anything", async ({ db }) => {
  const admin = await asMember(db, "admin");
  const [pmo, other] = [await joinAs(db, admin.orgId, "pmo"), await asMember(db, "pmo")];
  await createInitiative(admin.ctx, initiativeCreation.parse({ title: "Open", stage: "build" }));
  await createInitiative(admin.ctx, initiativeCreation.parse({ title: "Other", stage: "pilot" }));
  await createInitiative(admin.ctx, initiativeCreation.parse({ title: "Secret", stage: "build", restricted: true }));
  const [mine, theirs] = [await sessionOf(db, pmo.userId), await sessionOf(db, other.userId)];
  await served(db, async (get) => {
    const answer = await get(`org=${admin.slug}&stage=build`, mine);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="initiatives-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const text = await answer.text();
    expect(text).toContain("Open");
    expect(text).not.toMatch(/Other|Secret/);
    expect(await (await get(`org=${admin.slug}`, theirs)).text()).toBe("NOT_FOUND");
    expect(await (await get(`org=${admin.slug}`)).text()).toBe("UNAUTHORIZED");
    const past = await get(`org=${admin.slug}&at=2020-01-01`, mine);
    expect((await past.text()).trim().split("\r\n")).toHaveLength(1);
  });
});
