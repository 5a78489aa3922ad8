import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { initiativeCreation } from "@/domain/initiative/edit";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { undoChange } from "../../record/undo";
import { asMember, joinAs, test } from "../../testing";
import { listActivity } from "../activity/queries";
import { archiveInitiative, changeStage, createInitiative, editInitiative } from "../commands";
import { getInitiative } from "../queries";
import { undoInitiativeChange } from "./commands";

/** An initiative that one person edits; each edit gives its change. */
async function edited(ctx: OrgContext) {
  const { id } = await createInitiative(ctx, initiativeCreation.parse({ title: "One", tags: ["kept", "old"] }));
  const edit = async (patch: Parameters<typeof editInitiative>[1]["patch"], who = ctx) => {
    const { version } = await getInitiative(who, id);
    const saved = await editInitiative(who, { id, version, patch });
    if (saved.outcome !== "saved") throw new Error("not saved");
    return saved.changeId;
  };
  const undo = (changeId: string, who = ctx) => undoInitiativeChange(who, { id, changeId });
  const standing = async () => (await listActivity(ctx, { id, page: 1, pageSize: 8 })).standing;
  const shown = async () => {
    const { title, tags, problem, stage, archivedAt } = await getInitiative(ctx, id);
    return { title, tags, problem, stage, archived: archivedAt !== null };
  };
  return { id, edit, undo, standing, shown, created: (await standing()) ?? "" };
}

describe("one change after the other", () => {
  test("is undone back to the creation, which stays; each step shows what was there then", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id, edit, undo, standing, shown, created } = await edited(ctx);
    const states = [await shown()];
    const changes = [await edit({ title: "Two", tags: ["kept", "new"] })];
    states.push(await shown());
    changes.push(await edit({ problem: "Slow", tags: ["kept"] }));
    states.push(await shown());
    const staged = await changeStage(ctx, { id, version: 3, stage: "build", reason: "It is wanted." });
    changes.push(staged.outcome === "saved" ? staged.changeId : "");
    states.push(await shown());
    changes.push((await archiveInitiative(ctx, { id, reason: "By mistake." })).changeId);
    for (const state of states.reverse()) {
      const next = await standing();
      expect(next).toBe(changes.pop());
      await undo(next ?? "");
      expect(await shown()).toEqual(state);
    }
    expect(await standing()).toBe(created);
    await expect(undo(created)).rejects.toThrow("This change created the initiative. Archive it instead.");
  });

  test("an undo is put back, and the walk goes on from there", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { edit, undo, standing, shown, created } = await edited(ctx);
    const first = await edit({ title: "Two", tags: ["kept"] });
    const second = await edit({ title: "Three", tags: ["kept", "old", "third"] });
    await undo(second);
    const { changeId: tookBack } = await undo(first);
    expect(await shown()).toMatchObject({ title: "One", tags: ["kept", "old"] });
    await undo(tookBack);
    expect(await shown()).toMatchObject({ title: "Two", tags: ["kept"] });
    expect(await standing()).toBe(first);
    const third = await edit({ title: "Four" });
    await expect(undo(first)).rejects.toMatchObject({ code: "CONFLICT" });
    await undo(third);
    await undo(first);
    expect(await shown()).toMatchObject({ title: "One", tags: ["kept", "old"] });
    expect(await standing()).toBe(created);
    for (const gone of [first, second, third])
      await expect(undo(gone)).rejects.toThrow("This change was taken back already.");
  });

  test("an owner may not archive by putting an archiving back", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "owner");
    const { id, edit, undo, shown } = await edited(ctx);
    await edit({ ownerId: kim.memberId });
    const { changeId } = await archiveInitiative(ctx, { id, reason: "By mistake." });
    const back = await undo(changeId);
    await expect(undo(back.changeId, kim.ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await shown()).toMatchObject({ archived: false });
    await undo(back.changeId);
    expect(await shown()).toMatchObject({ archived: true });
  });

  test("stops at what somebody else changed since, and leaves other initiatives alone", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "pmo");
    const other = await createInitiative(ctx, initiativeCreation.parse({ title: "Other" }));
    const { edit, undo, standing, shown } = await edited(ctx);
    const first = await edit({ title: "Two" });
    const second = await edit({ title: "Three" });
    await undo(second);
    const theirs = await edit({ problem: "Seen by Kim" }, kim.ctx);
    await expect(undo(first)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "One record was changed again since. Undo the later change first.",
    });
    expect(await standing()).toBe(theirs);
    await undo(theirs, kim.ctx);
    await undo(first);
    expect(await shown()).toMatchObject({ title: "One", problem: null });
    expect((await getInitiative(ctx, other.id)).version).toBe(1);
  });

  test("a change of several initiatives stands in the way, taken back or not", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    await createInitiative(ctx, initiativeCreation.parse({ title: "Other" }));
    const { id, edit, undo, shown } = await edited(ctx);
    const first = await edit({ title: "Two" });
    const wide = () => eq(initiative.orgId, orgId);
    const changeId = await change(ctx, { name: "wide" }, async (tx, made) => {
      await tx.update(initiative).set({ domain: "All" }).where(wide());
      return made;
    });
    await undoChange(ctx, { changeId, tables: ["initiative"] });
    await expect(undo(first)).rejects.toThrow("A change of several initiatives lies in between.");
    expect(await shown()).toMatchObject({ title: "Two" });
    const domains = await read(ctx, (tx) => tx.select({ domain: initiative.domain }).from(initiative));
    expect(domains).toEqual([{ domain: null }, { domain: null }]);
    expect((await listActivity(ctx, { id, page: 1, pageSize: 8 })).standing).toBe(first);
  });
});
