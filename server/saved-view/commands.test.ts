import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { viewSave } from "@/domain/saved-view/input";
import { customKey, type RegisterNoun } from "@/domain/table/column";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, test } from "../testing";
import { chooseView, deleteView, renameView, saveView, setUsualView, shareView } from "./commands";
import { listViews, openingView } from "./queries";
import { restoreView } from "./restore/commands";

const PILOT = { filter: { column: "stage", op: "is", values: ["pilot"] }, sort: [{ key: "tier", descending: true }] };

async function keep(ctx: OrgContext, name: string, view: object = PILOT, noun: RegisterNoun = "initiative") {
  const made = await saveView(ctx, viewSave.parse({ noun, name, view }));
  if (made.outcome !== "saved") throw new Error("not saved");
  return { id: made.id, version: made.version };
}
const list = (ctx: OrgContext) => listViews(ctx, { noun: "initiative" });
const names = async (ctx: OrgContext) => (await list(ctx)).views.map(({ name }) => name);

describe("a saved view", () => {
  test("is its owner's until shared; then everybody opens it and its owner keeps it", async ({ db }) => {
    const pmo = await asMember(db, "pmo", "Ana Lind");
    const viewer = await joinAs(db, pmo.orgId, "viewer", "Kim Dale");
    const mine = await keep(pmo.ctx, "Pilots");
    const theirs = await keep(viewer.ctx, "Mine alone");
    expect(await names(pmo.ctx)).toEqual(["Pilots"]);
    expect(await names(viewer.ctx)).toEqual(["Mine alone"]);
    expect((await list(pmo.ctx)).views[0]).toMatchObject({
      params: "stage=pilot&sort=-tier",
      mine: true,
      mayEdit: true,
      shared: false,
    });
    await expect(renameView(viewer.ctx, { ...mine, name: "Taken" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const shared = await shareView(pmo.ctx, { ...mine, shared: true });
    expect(shared).toMatchObject({ outcome: "saved", version: 2 });
    expect((await list(viewer.ctx)).views).toMatchObject([
      { name: "Mine alone", mine: true },
      { name: "Pilots", mine: false, mayEdit: false, ownerName: "Ana Lind" },
    ]);
    const now = { id: mine.id, version: 2 };
    await expect(renameView(viewer.ctx, { ...now, name: "Taken" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(deleteView(viewer.ctx, now)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(deleteView(pmo.ctx, theirs)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const admin = await joinAs(db, pmo.orgId, "admin", "Ada Min");
    await expect(shareView(admin.ctx, { ...now, shared: false })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await renameView(admin.ctx, { ...now, name: "Pilots, all" })).toMatchObject({ outcome: "saved" });
  });

  test("of another organisation does not exist", async ({ db }) => {
    const [ours, theirs] = [await asMember(db, "pmo"), await asMember(db, "admin")];
    const view = await keep(ours.ctx, "Ours");
    await shareView(ours.ctx, { ...view, shared: true });
    expect(await names(theirs.ctx)).toEqual([]);
    const missing = { code: "NOT_FOUND" };
    await expect(deleteView(theirs.ctx, { id: view.id, version: 2 })).rejects.toMatchObject(missing);
    await expect(chooseView(theirs.ctx, { noun: "initiative", id: view.id })).rejects.toMatchObject(missing);
    await expect(setUsualView(theirs.ctx, { noun: "initiative", id: view.id })).rejects.toMatchObject(missing);
    await expect(saveView(theirs.ctx, viewSave.parse({ ...view, view: PILOT }))).rejects.toMatchObject(missing);
  });

  test("opens by itself: one's own choice before the organisation's", async ({ db }) => {
    const pmo = await asMember(db, "pmo");
    const viewer = await joinAs(db, pmo.orgId, "viewer");
    const usual = await keep(pmo.ctx, "For all");
    const own = await keep(viewer.ctx, "Own", { q: "sepsis" });
    await expect(setUsualView(pmo.ctx, { noun: "initiative", id: usual.id })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await shareView(pmo.ctx, { ...usual, shared: true });
    await setUsualView(pmo.ctx, { noun: "initiative", id: usual.id });
    expect(await openingView(viewer.ctx, { noun: "initiative" })).toMatchObject({ id: usual.id });
    await chooseView(viewer.ctx, { noun: "initiative", id: own.id });
    expect(await openingView(viewer.ctx, { noun: "initiative" })).toEqual({ id: own.id, params: "q=sepsis" });
    await expect(chooseView(viewer.ctx, { noun: "model", id: own.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const second = await keep(pmo.ctx, "Second");
    await shareView(pmo.ctx, { ...second, shared: true });
    await setUsualView(pmo.ctx, { noun: "initiative", id: second.id });
    expect(await openingView(pmo.ctx, { noun: "initiative" })).toMatchObject({ id: second.id });
    const { version } = (await list(pmo.ctx)).views.find(({ id }) => id === second.id) ?? { version: 0 };
    await shareView(pmo.ctx, { id: second.id, version, shared: false });
    expect(await openingView(pmo.ctx, { noun: "initiative" })).toBeNull();
    await deleteView(viewer.ctx, own);
    expect(await openingView(viewer.ctx, { noun: "initiative" })).toBeNull();
    await chooseView(viewer.ctx, { noun: "initiative", id: null });
    expect((await list(viewer.ctx)).chosen).toBeNull();
  });

  test("comes back after it was deleted: shared as it was, for whoever opened it by default, themselves or by the organisation", async ({
    db,
  }) => {
    const pmo = await asMember(db, "pmo");
    const viewer = await joinAs(db, pmo.orgId, "viewer");
    const { id } = await keep(pmo.ctx, "Kept");
    await shareView(pmo.ctx, { id, version: 1, shared: true });
    await setUsualView(pmo.ctx, { noun: "initiative", id });
    await chooseView(viewer.ctx, { noun: "initiative", id });
    const { version } = (await list(pmo.ctx)).views[0] ?? { version: 0 };
    await deleteView(pmo.ctx, { id, version });
    expect(await list(viewer.ctx)).toMatchObject({ views: [], chosen: null, usual: null });
    await expect(restoreView(viewer.ctx, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await restoreView(pmo.ctx, { id })).toEqual({ id, usual: true });
    expect(await list(viewer.ctx)).toMatchObject({
      views: [{ id, name: "Kept", shared: true, usual: true }],
      ...{ chosen: id, usual: id },
    });
    await expect(restoreView(pmo.ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    const now = (await list(pmo.ctx)).views[0] ?? { version: 0 };
    await deleteView(pmo.ctx, { id, version: now.version });
    const other = await keep(pmo.ctx, "Kept");
    await expect(restoreView(pmo.ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await shareView(pmo.ctx, { ...other, shared: true });
    await renameView(pmo.ctx, { id: other.id, version: 2, name: "Instead" });
    await setUsualView(pmo.ctx, { noun: "initiative", id: other.id });
    expect(await restoreView(pmo.ctx, { id })).toEqual({ id, usual: false });
    const stranger = await asMember(db, "admin");
    await expect(restoreView(stranger.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is edited by the version seen; of two edits of the same the second sees both", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo", "Ana Lind");
    const view = await keep(ctx, "Pilots");
    await renameView(ctx, { ...view, name: "First" });
    const late = await renameView(ctx, { ...view, name: "Second" });
    expect(late).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "name", yours: "Second", theirs: "First", by: "Ana Lind" }],
    });
    const joined = await saveView(ctx, viewSave.parse({ ...view, view: { q: "x" } }));
    expect(joined).toMatchObject({ outcome: "saved" });
    expect((await list(ctx)).views[0]).toMatchObject({ name: "First", params: "q=x" });
    await expect(deleteView(ctx, view)).rejects.toMatchObject({ code: "CONFLICT" });
    await keep(ctx, "Other");
    const { version } = (await list(ctx)).views[0] ?? { version: 0 };
    await expect(renameView(ctx, { id: view.id, version, name: "Other" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(keep(ctx, "Other")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("keeps no filter that nobody could read, and shows without what is gone since", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    await expect(keep(ctx, "Bad", { filter: { column: "stage", op: "is", values: ["rocket"] } })).rejects.toMatchObject(
      {
        code: "BAD_REQUEST",
        message: "Stage is: there is no choice “rocket”.",
      },
    );
    expect(viewSave.safeParse({ noun: "secret", name: "x", view: {} }).success).toBe(false);
    expect(viewSave.safeParse({ noun: "model", name: "x\u0000", view: { q: "\u0000" } }).success).toBe(false);
    const [field] = await change(ctx, { name: "f" }, (tx) =>
      tx.execute<{ id: string }>(
        sql`insert into custom_field (org_id, noun, label, kind) values (${orgId}::uuid, 'initiative', 'Budget', 'number') returning id`,
      ),
    );
    const column = customKey(field?.id ?? "");
    await keep(ctx, "Dear", {
      filter: { all: [{ column, op: "at-least", values: ["5"] }, PILOT.filter] },
      columns: [{ key: "gone" }, { key: "title" }],
    });
    expect((await list(ctx)).views[0]?.params).toBe(`stage=pilot&where=${column}.at-least%3A5&cols=title`);
  });

  test("shared with somebody who may not see one of its columns shows them the rest", async ({ db }) => {
    const admin = await asMember(db, "admin");
    const viewer = await joinAs(db, admin.orgId, "viewer");
    const view = {
      filter: {
        all: [
          { column: "seen", op: "empty", values: [] },
          { column: "role", op: "is", values: ["owner"] },
        ],
      },
      sort: [{ key: "seen", descending: true }],
    };
    const kept = await keep(admin.ctx, "Never seen", view, "member");
    await shareView(admin.ctx, { ...kept, shared: true });
    const params = async (ctx: OrgContext) => (await listViews(ctx, { noun: "member" })).views[0]?.params;
    expect(await params(admin.ctx)).toBe("role=owner&where=seen.empty&sort=-seen");
    expect(await params(viewer.ctx)).toBe("role=owner");
    await expect(keep(viewer.ctx, "Mine", view, "member")).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("stands in the record, and a past date shows what stood then", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const view = await keep(ctx, "Then");
    const then = await mintInstant(ctx);
    await deleteView(ctx, view);
    expect(await names(ctx)).toEqual([]);
    expect(await names({ ...ctx, asOf: then })).toEqual(["Then"]);
    expect((await list({ ...ctx, asOf: then })).views[0]?.mayEdit).toBe(false);
    const [row] = await read(ctx, (tx) =>
      tx.execute<{ n: number }>(sql`select count(*)::int as n from change where action like 'view.%'`),
    );
    expect(row?.n).toBe(2);
  });
});
