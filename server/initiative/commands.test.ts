import { and, eq, isNull } from "drizzle-orm";
import { describe, expect } from "vitest";
import { history } from "@/db/history";
import { change as changeTable } from "@/db/schema/change";
import { customField } from "@/db/schema/custom-field";
import { initiative } from "@/db/schema/initiative";
import { type InitiativeCreation, initiativeChange, initiativeCreation } from "@/domain/initiative/edit";
import type { OrgContext } from "../context";
import { createCustomField } from "../custom-field/commands";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, test } from "../testing";
import { archiveInitiative, changeStage, createInitiative, editInitiative, restoreInitiative } from "./commands";
import { getInitiative } from "./queries";
import { undoInitiativeChange } from "./undo/commands";

const make = (ctx: OrgContext, given: Partial<InitiativeCreation> & { title: string }) =>
  createInitiative(ctx, initiativeCreation.parse(given));
const edit = (ctx: OrgContext, id: string, version: number, patch: object, more: object = {}) =>
  editInitiative(ctx, initiativeChange.parse({ id, version, patch, ...more }));
const changesOf = (ctx: OrgContext, action: string) =>
  read(ctx, (tx) => tx.select({ id: changeTable.id }).from(changeTable).where(eq(changeTable.action, action)));

describe("creating", () => {
  test("gives the next code, counting restricted initiatives the person cannot see", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const pmo = await joinAs(db, orgId, "pmo");
    expect((await make(ctx, { title: "First" })).code).toBe("AI-01");
    await make(ctx, { title: "Hidden", code: "AI-41", restricted: true });
    await make(ctx, { title: "Another scheme", code: "EPA-900" });
    expect((await make(pmo.ctx, { title: "Next" })).code).toBe("AI-42");
    const many = await Promise.all(Array.from({ length: 5 }, (_, n) => make(pmo.ctx, { title: `At once ${n}` })));
    expect(new Set(many.map(({ code }) => code)).size).toBe(5);
    await expect(make(pmo.ctx, { title: "Taken", code: "AI-41" })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("keeps every field, tag and person, and ids ascend with time", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "owner");
    const [field] = await change(ctx, { name: "f" }, (tx) =>
      tx
        .insert(customField)
        .values({ orgId, noun: "initiative", label: "Cost centre", kind: "number" })
        .returning({ id: customField.id }),
    );
    const given = {
      title: "Sepsis",
      problem: " why ",
      type: "predictive",
      tier: 1,
      stage: "idea",
      ownerId: kim.memberId,
      startOn: "2026-01-01",
    } as const;
    const first = await make(ctx, { ...given, tags: ["b", "a"], custom: { [field?.id ?? ""]: "12.50" } });
    const page = await getInitiative(ctx, first.code);
    expect(page).toMatchObject({
      ...given,
      problem: "why",
      tags: ["a", "b"],
      ownerName: "Kim Dale",
      custom: { [field?.id ?? ""]: "12.5" },
    });
    expect(page.stays).toMatchObject([{ stage: "idea", to: null }]);
    const second = await make(ctx, { title: "Later" });
    expect(second.id > first.id).toBe(true);
    await expect(make(ctx, { title: "X", custom: { [field?.id ?? ""]: "many" } })).rejects.toThrow(
      "Cost centre: Use a plain number",
    );
  });

  test("an owner who names nobody owns it; strangers and foreign programs are refused", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "owner");
    const other = await asMember(db);
    const { id } = await make(ctx, { title: "Mine" });
    expect((await getInitiative(ctx, id)).ownerId).toBe(memberId);
    await expect(make(ctx, { title: "X", sponsorId: other.memberId })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(make(ctx, { title: "X", people: [other.memberId] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(make(ctx, { title: "X", programId: id })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await changesOf(ctx, "initiative.create")).toHaveLength(1);
  });

  test("who creates a restricted one keeps seeing it", async ({ db }) => {
    const { ctx, memberId, orgId } = await asMember(db, "pmo");
    const boss = await joinAs(db, orgId, "executive");
    const { id } = await make(ctx, { title: "Quiet", restricted: true, ownerId: boss.memberId });
    const page = await getInitiative(ctx, id);
    expect(page.restricted).toBe(true);
    expect(page.people.map((each) => each.id)).toEqual([memberId]);
    const viewer = await joinAs(db, orgId, "viewer");
    await expect(getInitiative(viewer.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("editing", () => {
  test("writes only what is given and forgets the imported text of what it changed", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Before", outcome: "kept" });
    await change(ctx, { name: "import" }, (tx) =>
      tx
        .update(initiative)
        .set({ ownerName: "Dr. X", source: { title: "  Before", owner: "Dr. X ", tier: "high" } })
        .where(eq(initiative.id, id)),
    );
    const saved = await edit(ctx, id, 2, { title: "After", ownerId: null });
    expect(saved).toMatchObject({ outcome: "saved", version: 3 });
    const page = await getInitiative(ctx, id);
    expect(page).toMatchObject({ title: "After", outcome: "kept", ownerName: null, source: { tier: "high" } });
    const [held] = await read(ctx, (tx) =>
      tx
        .select()
        .from(history.initiative)
        .where(
          and(
            eq(history.initiative.id, id),
            eq(history.initiative.orgId, orgId),
            isNull(history.initiative.recordedTo),
          ),
        ),
    );
    expect(held?.title).toBe("After");
  });

  test("two people, one field: the second sees both values and leaves no change behind", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const second = await joinAs(db, orgId, "admin", "Bo Marsh");
    const { id } = await make(ctx, { title: "Start", tier: 2 });
    await edit(ctx, id, 1, { title: "Ana's", tier: 1 });
    const lost = await edit(second.ctx, id, 1, { title: "Bo's", outcome: "mine" });
    expect(lost).toMatchObject({
      outcome: "conflict",
      version: 2,
      fields: [{ field: "title", before: "Start", yours: "Bo's", theirs: "Ana's", by: "Ana Lind" }],
      merged: { title: "Ana's", outcome: "mine" },
    });
    expect(await getInitiative(ctx, id)).toMatchObject({ title: "Ana's", outcome: null, version: 2 });
    expect(await changesOf(ctx, "initiative.edit")).toHaveLength(1);
    expect(await edit(second.ctx, id, 2, { title: "Bo's" })).toMatchObject({ outcome: "saved", version: 3 });
  });

  test("who changed the field is named, not who edited last", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const [bo, cy] = [await joinAs(db, orgId, "admin", "Bo Marsh"), await joinAs(db, orgId, "admin", "Cy Stone")];
    const { id } = await make(ctx, { title: "Start" });
    await edit(bo.ctx, id, 1, { title: "Bo's" });
    await edit(cy.ctx, id, 2, { outcome: "Cy's" });
    const lost = await edit(ctx, id, 1, { title: "Ana's", outcome: "Ana's" });
    expect(lost).toMatchObject({
      version: 3,
      fields: [
        { field: "title", theirs: "Bo's", by: "Bo Marsh" },
        { field: "outcome", before: null, theirs: "Cy's", by: "Cy Stone" },
      ],
    });
    if (lost.outcome !== "conflict") throw new Error("it is a conflict");
    expect(lost.fields[0]?.at.getTime()).toBeLessThan(lost.fields[1]?.at.getTime() ?? 0);
  });

  test("two people, one custom field: both values, while another custom field joins", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const second = await joinAs(db, orgId, "admin", "Bo Marsh");
    const [site, budget] = await Promise.all(
      ["Site", "Budget"].map((label) => createCustomField(ctx, { label, kind: "text", choices: [] })),
    );
    if (!site || !budget) throw new Error("two fields");
    const { id } = await make(ctx, { title: "Start", custom: { [site.id]: "North" } });
    await edit(ctx, id, 1, { custom: { [site.id]: "" } });
    const field = `custom.${site.id}`;
    expect(await edit(second.ctx, id, 1, { custom: { [site.id]: "South" } })).toMatchObject({
      outcome: "conflict",
      fields: [{ field, before: "North", yours: "South", theirs: null, by: "Ana Lind" }],
    });
    expect(await edit(second.ctx, id, 1, { custom: { [budget.id]: "5" } })).toMatchObject({ outcome: "saved" });
    expect((await getInitiative(ctx, id)).custom).toEqual({ [budget.id]: "5" });
  });

  test("two people, different fields: both hold; tags added by each stay", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Start", tags: ["old"] });
    await edit(ctx, id, 1, { tier: 1, tags: ["old", "mine"] }, { tagsSeen: ["old"] });
    const joined = await edit(ctx, id, 1, { title: "Theirs", tags: ["yours"] }, { tagsSeen: ["old"] });
    expect(joined).toMatchObject({ outcome: "saved" });
    expect(await getInitiative(ctx, id)).toMatchObject({ title: "Theirs", tier: 1, tags: ["mine", "yours"] });
    expect(await edit(ctx, id, 1, { tier: 1 })).toMatchObject({ outcome: "saved" });
  });

  test("at the same moment exactly one of two edits of a field wins", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Start" });
    const outcomes = await Promise.all(["A", "B", "C"].map((title) => edit(ctx, id, 1, { title })));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["conflict", "conflict", "saved"]);
  });

  test("an owner changes only what they sponsor, own or lead; nobody another organisation's", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "owner");
    const stranger = await asMember(db);
    const { id } = await make(ctx, { title: "Not Kim's" });
    await expect(edit(kim.ctx, id, 1, { title: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(edit(stranger.ctx, id, 1, { title: "X" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await edit(ctx, id, 1, { leadId: kim.memberId });
    expect(await edit(kim.ctx, id, 2, { title: "Kim's" })).toMatchObject({ outcome: "saved" });
    expect((await getInitiative(kim.ctx, id)).may).toEqual({ edit: true, archive: false });
    const viewer = await joinAs(db, orgId, "viewer");
    await expect(edit(viewer.ctx, id, 3, { title: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("nothing is written as of a past instant, nor dates out of order", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Now", startOn: "2026-05-01" });
    const asOf = await mintInstant(ctx);
    await expect(edit({ ...ctx, asOf }, id, 1, { title: "X" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(edit(ctx, id, 1, { targetOn: "2026-04-30" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await getInitiative({ ...ctx, asOf }, id)).may.edit).toBe(false);
  });

  test("nobody shuts themselves out by restricting", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Open" });
    await expect(edit(ctx, id, 1, { restricted: true })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect(await edit(ctx, id, 1, { restricted: true }, { people: [memberId], peopleSeen: [] })).toMatchObject({
      outcome: "saved",
    });
    await expect(edit(ctx, id, 2, {}, { people: [] })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect((await getInitiative(ctx, id)).people).toHaveLength(1);
  });
});

describe("stages", () => {
  test("a move keeps its reason, and stays come from the record, as of any instant", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo", "Ana Lind");
    const { id } = await make(ctx, { title: "Moves", stage: "idea" });
    await edit(ctx, id, 1, { title: "Moves on" });
    const then = await mintInstant(ctx);
    expect(await changeStage(ctx, { id, version: 2, stage: "build", reason: "Approved early" })).toMatchObject({
      outcome: "saved",
      move: "skip",
    });
    const page = await getInitiative(ctx, id);
    expect(page.stays).toMatchObject([
      { stage: "idea" },
      { stage: "build", to: null, reason: "Approved early", by: "Ana Lind" },
    ]);
    expect(page.stays[0]?.to).toEqual(page.stays[1]?.from);
    const past = await getInitiative({ ...ctx, asOf: then }, id);
    expect(past).toMatchObject({ stage: "idea", version: 2, stays: [{ stage: "idea", to: null }] });
    await expect(changeStage(ctx, { id, version: 3, stage: "build", reason: "Again" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect(await changeStage(ctx, { id, version: 2, stage: "pilot", reason: "Stale" })).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "stage", before: "idea", yours: "pilot", theirs: "build" }],
    });
  });
});

describe("archiving and undo", () => {
  test("an archived initiative cannot be changed until it is restored", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Old" });
    await archiveInitiative(ctx, { id, reason: "Merged into another" });
    expect((await getInitiative(ctx, id)).archivedAt).toBeInstanceOf(Date);
    await expect(edit(ctx, id, 2, { title: "X" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(archiveInitiative(ctx, { id, reason: "Twice over" })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await restoreInitiative(ctx, { id, reason: "Needed again" });
    expect((await getInitiative(ctx, id)).archivedAt).toBeNull();
  });

  test("the last change is undone; an earlier one, a creation or a wide one is not", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "owner");
    const { id } = await make(ctx, { title: "One", tags: ["kept"], ownerId: kim.memberId });
    const created = (await getInitiative(ctx, id)).created?.changeId ?? "";
    await expect(undoInitiativeChange(ctx, { id, changeId: created })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    const first = await edit(ctx, id, 1, { title: "Two", tags: [] });
    const firstChange = first.outcome === "saved" ? first.changeId : "";
    await undoInitiativeChange(kim.ctx, { id, changeId: firstChange });
    expect(await getInitiative(ctx, id)).toMatchObject({ title: "One", tags: ["kept"] });
    await expect(undoInitiativeChange(ctx, { id, changeId: firstChange })).rejects.toMatchObject({ code: "CONFLICT" });
    const other = await make(ctx, { title: "Other" });
    await change(ctx, { name: "wide" }, (tx) =>
      tx.update(initiative).set({ domain: "All" }).where(eq(initiative.orgId, orgId)),
    );
    const wide = (await getInitiative(ctx, id)).last?.changeId ?? "";
    await expect(undoInitiativeChange(ctx, { id, changeId: wide })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await expect(undoInitiativeChange(kim.ctx, { id: other.id, changeId: wide })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(undoInitiativeChange(ctx, { id: other.id, changeId: created })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("an owner may not undo an archiving they could not do", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const kim = await joinAs(db, orgId, "owner");
    const { id } = await make(ctx, { title: "One", ownerId: kim.memberId });
    const { changeId } = await archiveInitiative(ctx, { id, reason: "Not needed" });
    await expect(undoInitiativeChange(kim.ctx, { id, changeId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
