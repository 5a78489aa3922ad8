import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { customField } from "@/db/schema/custom-field";
import { initiative } from "@/db/schema/initiative";
import { initiativeCreation } from "@/domain/initiative/edit";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { asMember, joinAs, test } from "../../testing";
import { archiveInitiative, changeStage, createInitiative, editInitiative } from "../commands";
import { undoInitiativeChange } from "../undo/commands";
import { listActivity } from "./queries";

const activity = (ctx: OrgContext, id: string, page = 1, pageSize = 20) => listActivity(ctx, { id, page, pageSize });

test("every change of an initiative, field by field, with who, when and why", async ({ db }) => {
  const { ctx, orgId, memberId } = await asMember(db, "pmo", "Ana Lind");
  const kim = await joinAs(db, orgId, "owner", "Kim Dale");
  const [field] = await change(ctx, { name: "f" }, (tx) =>
    tx
      .insert(customField)
      .values({ orgId, noun: "initiative", label: "Cost centre", kind: "text" })
      .returning({ id: customField.id }),
  );
  const key = field?.id ?? "";
  const { id } = await createInitiative(
    ctx,
    initiativeCreation.parse({ title: "One", stage: "idea", tags: ["a"], custom: { [key]: "12" } }),
  );
  await createInitiative(ctx, initiativeCreation.parse({ title: "Noise", tags: ["a"] }));
  await editInitiative(ctx, {
    id,
    version: 1,
    patch: { title: "Two", ownerId: kim.memberId, targetOn: "2026-12-01", tags: ["b"], custom: { [key]: "" } },
    tagsSeen: ["a"],
  });
  const then = await mintInstant(ctx);
  await changeStage(kim.ctx, { id, version: 2, stage: "build", reason: "Approved early" });
  await editInitiative(ctx, { id, version: 3, patch: {}, people: [memberId], peopleSeen: [] });
  await archiveInitiative(ctx, { id, reason: "Merged" });

  const { entries, total } = await activity(ctx, id);
  expect(total).toBe(5);
  expect(entries.map(({ action, by, reason }) => [action, by, reason])).toEqual([
    ["initiative.archive", "Ana Lind", "Merged"],
    ["initiative.edit", "Ana Lind", null],
    ["initiative.change_stage", "Kim Dale", "Approved early"],
    ["initiative.edit", "Ana Lind", null],
    ["initiative.create", "Ana Lind", null],
  ]);
  const words = (n: number) => entries[n]?.differences.map(({ label, from, to }) => [label, from, to]);
  expect(words(0)).toEqual([["Archived", "no", "yes"]]);
  expect(words(1)).toEqual([["Named people", null, "Ana Lind"]]);
  expect(words(2)).toEqual([["Stage", "Idea", "Build"]]);
  expect(words(3)).toEqual([
    ["Title", "One", "Two"],
    ["Owner", null, "Kim Dale"],
    ["Target date", null, "1\u00a0Dec\u00a02026"],
    ["Cost centre", "12", null],
    ["Tags", "a", "b"],
  ]);
  expect(words(4)).toEqual([
    ["Stage", null, "Idea"],
    ["Cost centre", null, "12"],
    ["Tags", null, "a"],
  ]);
  expect((await activity(ctx, id, 2, 2)).entries.map(({ changeId }) => changeId)).toEqual(
    entries.slice(2, 4).map(({ changeId }) => changeId),
  );
  expect(await activity({ ...ctx, asOf: then }, id)).toMatchObject({ total: 2 });
});

test("an undo says what it took back", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const { id } = await createInitiative(ctx, initiativeCreation.parse({ title: "One" }));
  const saved = await editInitiative(ctx, { id, version: 1, patch: { title: "Two" } });
  const changeId = saved.outcome === "saved" ? saved.changeId : "";
  await undoInitiativeChange(ctx, { id, changeId });
  const { entries } = await activity(ctx, id);
  expect(entries[0]).toMatchObject({ undoes: changeId, differences: [{ field: "title", from: "Two", to: "One" }] });
});

test("a write past the commands is shown too, under the database's name", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const { id } = await createInitiative(ctx, initiativeCreation.parse({ title: "One" }));
  await change({ ...ctx, actor: { kind: "job", name: "night run" } }, { name: "batch" }, (tx) =>
    tx.update(initiative).set({ tier: 1 }).where(eq(initiative.id, id)),
  );
  expect((await activity(ctx, id)).entries[0]).toMatchObject({
    by: "night run",
    byJob: true,
    differences: [{ label: "Tier", from: null, to: "Tier 1" }],
  });
});

test("nobody reads the activity of what they may not see", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "admin");
  const [pmo, other] = [await joinAs(db, orgId, "pmo"), await asMember(db, "admin")];
  const { id } = await createInitiative(
    ctx,
    initiativeCreation.parse({ title: "Quiet", restricted: true, tags: ["x"] }),
  );
  for (const blind of [pmo.ctx, other.ctx])
    await expect(activity(blind, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
