import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { customKey } from "@/domain/table/column";
import { type BulkChange, bulkPreviewInput, rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { editInitiative } from "../initiative/commands";
import { initiativeRegister } from "../initiative/register/columns";
import { memberRegister } from "../member/register/columns";
import { modelRegister } from "../model/register/columns";
import { change } from "../record/change";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { commitBulk, previewBulk, undoBulk } from "./bulk";
import type { ServerRegister } from "./register";
import { listRows } from "./rows";

const FIELD = "0197c1e4-7d2a-7c11-8f00-000000000001";
const zoned = (ctx: OrgContext) => ({ ...ctx, timeZone: "UTC" });
const set = (column: string, value: string | null): BulkChange => ({ op: "set", column, value });

async function build(db: TestDatabase) {
  const pmo = await asMember(db, "pmo", "Ana Lind");
  const { orgId, ctx, memberId } = pmo;
  const kim = await joinAs(db, orgId, "owner", "Kim Dale");
  await change(ctx, { name: "fill" }, async (tx) => {
    await tx.execute(
      sql`insert into custom_field (org_id, id, noun, label, kind, choices) values (${orgId}::uuid, ${FIELD}::uuid, 'initiative', 'Risk', 'choice', '["Low","High"]')`,
    );
    await tx.execute(sql`insert into initiative (org_id, code, title, stage, tier, owner_id, start_on, archived_at) values
      (${orgId}::uuid, 'A', 'One', 'idea', 1, ${memberId}::uuid, '2026-12-01', null), (${orgId}::uuid, 'B', 'Two', 'pilot', 2, ${kim.memberId}::uuid, null, null),
      (${orgId}::uuid, 'C', 'Three', 'build', null, null, null, null), (${orgId}::uuid, 'D', 'Gone', 'build', 1, null, null, now())`);
    await tx.execute(
      sql`insert into tag (org_id, initiative_id, name) select org_id, id, 'old' from initiative where org_id = ${orgId}::uuid and code in ('A', 'B')`,
    );
  });
  const { rows } = await listRows(ctx, initiativeRegister, rowsInput.parse({ archived: "all" }));
  return { ...pmo, kim, ids: rows.map(({ id }) => id) };
}

const cellsOf = async (ctx: OrgContext, column: string, register: ServerRegister<unknown> = initiativeRegister) =>
  (await listRows(ctx, register, rowsInput.parse({ archived: "all", columns: [column] }))).rows.map(
    ({ cells }) => cells[column],
  );
const changesOf = async (ctx: OrgContext) =>
  (await listRows(ctx, initiativeRegister, rowsInput.parse({ archived: "all" }))).rows.map(({ version }) => version);

describe("a bulk edit", () => {
  test("is shown before, done as one change, and taken back as one", async ({ db }) => {
    const { ctx, ids } = await build(db);
    const before = await changesOf(ctx);
    const preview = await previewBulk(zoned(ctx), initiativeRegister, { rows: { ids }, change: set("tier", "2") });
    expect(preview).toMatchObject({
      changes: [
        { name: "A One", from: "1", to: "2", version: 1 },
        { name: "C Three", from: "unrated", to: "2" },
      ],
      refused: [{ name: "D Gone", why: "This initiative is archived. Restore it to change it." }],
      unchanged: 1,
      beyond: 0,
    });
    expect(await changesOf(ctx)).toEqual(before);
    expect(await cellsOf(ctx, "tier")).toEqual(["1", "2", null, "1"]);
    const rows = preview.changes.map(({ id, version }) => ({ id, version }));
    const done = await commitBulk(zoned(ctx), initiativeRegister, { rows, change: set("tier", "2") });
    expect(done).toMatchObject({ changed: 2, refused: [] });
    expect(await cellsOf(ctx, "tier")).toEqual(["2", "2", "2", "1"]);
    await undoBulk(ctx, initiativeRegister, done.changeId ?? "");
    expect(await cellsOf(ctx, "tier")).toEqual(["1", "2", null, "1"]);
    await expect(undoBulk(ctx, initiativeRegister, done.changeId ?? "")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("goes through the rules of its noun, row by row", async ({ db }) => {
    const { ctx, ids, kim } = await build(db);
    const preview = (of: OrgContext, wanted: BulkChange) =>
      previewBulk(zoned(of), initiativeRegister, { rows: { ids: ids.slice(0, 3) }, change: wanted });
    expect(await preview(ctx, set("target", "2026-11-20"))).toMatchObject({
      changes: [{ name: "B Two" }, { name: "C Three" }],
      refused: [{ name: "A One", why: "The target date is before the start date." }],
    });
    expect(await preview(kim.ctx, set("unit", "Wards"))).toMatchObject({
      changes: [{ name: "B Two", from: "not stated", to: "Wards" }],
      refused: [{ why: "You may change only initiatives you sponsor, own or lead." }, { name: "C Three" }],
    });
    expect(await preview(ctx, set("owner", "me"))).toMatchObject({
      changes: [
        { from: "Kim Dale", to: "Ana Lind" },
        { from: "nobody", to: "Ana Lind" },
      ],
      unchanged: 1,
    });
    expect((await preview(ctx, set("owner", "0197c1e4-7d2a-7c11-8f00-0000000000ff"))).refused).toHaveLength(3);
    expect(await preview(ctx, set(customKey(FIELD), "High"))).toMatchObject({ changes: [{ to: "High" }, {}, {}] });
    expect((await preview(ctx, set(customKey(FIELD), "Odd"))).refused[0]?.why).toContain("Risk: ");
    expect(await preview(ctx, { op: "add", column: "tag", values: ["old", "new"] })).toMatchObject({
      changes: [{ from: "old", to: "new, old" }, { to: "new, old" }, { from: "none", to: "new, old" }],
    });
    expect(await preview(ctx, { op: "remove", column: "tag", values: ["old"] })).toMatchObject({
      changes: [{ to: "none" }, {}],
      unchanged: 1,
    });
    expect((await preview(ctx, set("stage", "rocket"))).changes).toEqual([]);
    await expect(preview(ctx, set("code", "X"))).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "Code cannot be changed for many rows.",
    });
    await expect(preview(ctx, set("nothing", "X"))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("of one row sets what is not set for many, and is taken back", async ({ db }) => {
    const { ctx, ids } = await build(db);
    const seen = ids.slice(0, 2).map((id) => ({ id, version: 1 }));
    const wanted = set("title", "Renamed");
    await expect(commitBulk(zoned(ctx), initiativeRegister, { rows: seen, change: wanted })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "Initiative cannot be changed for many rows.",
    });
    await expect(
      commitBulk(zoned(ctx), initiativeRegister, { rows: seen.slice(0, 1), change: set("code", "X") }),
    ).rejects.toMatchObject({ code: "BAD_REQUEST", message: "Code cannot be changed in its row." });
    const done = await commitBulk(zoned(ctx), initiativeRegister, { rows: seen.slice(0, 1), change: wanted });
    expect(done).toMatchObject({ changed: 1, refused: [] });
    expect(await cellsOf(ctx, "title")).toContain("Renamed");
    const again = await commitBulk(zoned(ctx), initiativeRegister, {
      rows: seen.slice(0, 1),
      change: set("title", ""),
    });
    expect(again).toMatchObject({ changed: 0, refused: [{ name: "A Renamed" }] });
    await undoBulk(ctx, initiativeRegister, done.changeId ?? "");
    expect(await cellsOf(ctx, "title")).not.toContain("Renamed");
  });

  test("of a stage says why; the reason is kept once, with the change", async ({ db }) => {
    const { ctx, ids } = await build(db);
    const rows = ids.slice(0, 3).map((id) => ({ id, version: 1 }));
    const wanted = set("stage", "build");
    await expect(commitBulk(zoned(ctx), initiativeRegister, { rows, change: wanted })).rejects.toMatchObject({
      message: "Say why stage changes.",
    });
    const done = await commitBulk(zoned(ctx), initiativeRegister, {
      rows,
      change: wanted,
      reason: "Agreed on Monday.",
    });
    expect(done).toMatchObject({ changed: 2, refused: [] });
    expect(await cellsOf(ctx, "stage")).toEqual(["build", "build", "build", "build"]);
    const again = await commitBulk(zoned(ctx), initiativeRegister, { rows, change: wanted, reason: "Once more." });
    expect(again).toEqual({ changed: 0, refused: [], changeId: null });
  });

  test("leaves what somebody changed since it was seen, and joins what they changed elsewhere", async ({ db }) => {
    const { ctx, ids, orgId } = await build(db);
    const other = await joinAs(db, orgId, "pmo", "Pat Quick");
    await editInitiative(other.ctx, { id: ids[0] ?? "", version: 1, patch: { tier: 3 } });
    await editInitiative(other.ctx, { id: ids[1] ?? "", version: 1, patch: { title: "Renamed" } });
    const rows = ids.slice(0, 3).map((id) => ({ id, version: 1 }));
    const done = await commitBulk(zoned(ctx), initiativeRegister, { rows, change: set("tier", "1") });
    expect(done).toMatchObject({ changed: 2, refused: [{ name: "A One", why: "Pat Quick changed it meanwhile." }] });
    expect(await cellsOf(ctx, "tier")).toEqual(["3", "1", "1", "1"]);
    expect(await cellsOf(ctx, "title")).toContain("Renamed");
  });

  test("reaches no row of another organisation, and none that is hidden", async ({ db }) => {
    const { ids, kim } = await build(db);
    const other = await asMember(db, "admin");
    const theirs = await previewBulk(zoned(other.ctx), initiativeRegister, { rows: { ids }, change: set("tier", "2") });
    expect(theirs).toMatchObject({ changes: [], refused: [] });
    const rows = ids.map((id) => ({ id, version: 1 }));
    const done = await commitBulk(zoned(other.ctx), initiativeRegister, { rows, change: set("tier", "2") });
    expect(done.changed).toBe(0);
    expect(done.refused.every(({ why }) => why === "It no longer exists, or you may not see it.")).toBe(true);
    const viewer = { ...kim.ctx, actor: { ...kim.ctx.actor, role: "viewer" } } as OrgContext;
    await expect(
      previewBulk(zoned(viewer), initiativeRegister, { rows: { ids }, change: set("tier", "2") }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    const past = { ...zoned(other.ctx), asOf: new Date() };
    await expect(commitBulk(past, initiativeRegister, { rows, change: set("tier", "2") })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
  });

  test("of all that match takes as many as one edit takes, by their filter", async ({ db }) => {
    const { ctx } = await build(db);
    await change(ctx, { name: "fill" }, (tx) =>
      tx.execute(
        sql`insert into initiative (org_id, code, title, tier) select ${ctx.orgId}::uuid, 'M-' || n, 'Many ' || n, 3 from generate_series(1, 1010) n`,
      ),
    );
    const matching = bulkPreviewInput.parse({
      rows: { matching: { filter: { column: "tier", op: "is", values: ["3"] } } },
      change: set("tier", "3"),
    });
    expect(await previewBulk(zoned(ctx), initiativeRegister, matching)).toMatchObject({
      unchanged: 1_000,
      beyond: 10,
      changes: [],
    });
    const gone = { column: customKey("0197c1e4-7d2a-7c11-8f00-0000000000aa"), op: "is", values: ["x"] };
    const wide = bulkPreviewInput.parse({ rows: { matching: { filter: gone } }, change: set("tier", "3") });
    await expect(previewBulk(zoned(ctx), initiativeRegister, wide)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("other registers", () => {
  test("models are changed by their own rules", async ({ db }) => {
    const { ctx, orgId, memberId } = await asMember(db, "mlops", "Mo Lops");
    await change(ctx, { name: "fill" }, (tx) =>
      tx.execute(sql`insert into model (org_id, name, tier) values (${orgId}::uuid, 'A', 1), (${orgId}::uuid, 'B', 2)`),
    );
    const { rows } = await listRows(ctx, modelRegister, rowsInput.parse({}));
    const ids = rows.map(({ id }) => id);
    expect(
      await previewBulk(zoned(ctx), modelRegister, { rows: { ids }, change: set("operator", memberId) }),
    ).toMatchObject({
      changes: [{ from: "nobody", to: "Mo Lops" }, {}],
    });
    const done = await commitBulk(zoned(ctx), modelRegister, {
      rows: rows.map(({ id, version }) => ({ id, version })),
      change: set("status", "retired"),
    });
    expect(done.changed).toBe(2);
    await undoBulk(ctx, modelRegister, done.changeId ?? "");
    expect(await cellsOf(ctx, "status", modelRegister)).toEqual(["live", "live"]);
  });

  test("members keep an administrator, and nobody deactivates themselves", async ({ db }) => {
    const admin = await asMember(db, "admin", "Ada Min");
    const kim = await joinAs(db, admin.orgId, "viewer", "Kim Dale");
    const rows = [admin, kim].map(({ memberId }) => ({ id: memberId, version: 1 }));
    const roles = await commitBulk(zoned(admin.ctx), memberRegister, { rows, change: set("role", "auditor") });
    expect(roles).toMatchObject({
      changed: 1,
      refused: [{ name: "Ada Min", why: expect.stringContaining("last administrator") }],
    });
    const ids = rows.map(({ id }) => id);
    const state = await previewBulk(zoned(admin.ctx), memberRegister, {
      rows: { ids },
      change: set("state", "deactivated"),
    });
    expect(state).toMatchObject({ changes: [{ name: "Kim Dale", to: "deactivated" }], refused: [{ name: "Ada Min" }] });
    await undoBulk(admin.ctx, memberRegister, roles.changeId ?? "");
    expect((await cellsOf(admin.ctx, "role", memberRegister)).sort()).toEqual(["admin", "viewer"]);
  });
});
