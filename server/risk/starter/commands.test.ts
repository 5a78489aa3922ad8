import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { riskControl } from "@/db/schema/risk-part";
import { read } from "@/server/record/read";
import { listRiskActivity } from "@/server/risk/activity/queries";
import { getRisk } from "@/server/risk/page/queries";
import { addControl, removeControl } from "@/server/risk/part/commands";
import { asMember, test } from "@/server/testing";
import { acceptStarter } from "./commands";
import { listStarters } from "./queries";

describe("the starter library", () => {
  test("an accepted starter is copied with its source, controls and tags, and is offered no more", async ({ db }) => {
    const { ctx } = await asMember(db);
    const made = await acceptStarter(ctx, { starterId: "alert-fatigue", ownerId: null });
    const page = await getRisk(ctx, made.id);
    expect(page).toMatchObject({ title: "Alert fatigue", starterRef: "alert-fatigue", category: "patient_safety" });
    expect(page.controls.length).toBeGreaterThan(0);
    expect(page.tags).toContainEqual({ framework: "mit-ai-risk", edition: "v3", ref: "5.1" });
    expect(page.assessments.map(({ kind }) => kind).sort()).toEqual(["inherent", "residual"]);
    const { others } = await listStarters(ctx, { q: "alert fatigue" });
    expect(others.find(({ id }) => id === "alert-fatigue")).toMatchObject({ isCopied: true });
  });

  test("a starter the library does not have is refused", async ({ db }) => {
    const { ctx } = await asMember(db);
    await expect(acceptStarter(ctx, { starterId: "no-such", ownerId: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

test("what was recorded of a risk says its parts too, coming and going", async ({ db }) => {
  const { ctx } = await asMember(db);
  const { id } = await acceptStarter(ctx, { starterId: "label-leakage", ownerId: null });
  const control = await addControl(ctx, {
    ...{ riskId: id, name: "Second reader", kind: "preventive", effectiveness: 0.5, testedOn: null, ownerId: null },
  });
  await removeControl(ctx, control);
  const gone = await read(ctx, (tx) => tx.select().from(riskControl).where(eq(riskControl.id, control.id)));
  expect(gone).toEqual([]);
  const { entries, total } = await listRiskActivity(ctx, { id, page: 1, pageSize: 20 });
  expect(total).toBe(3);
  expect(entries[0]?.differences).toEqual([
    expect.objectContaining({ label: "Control", from: "Second reader, preventive, 50\u202f%", to: null }),
  ]);
  expect(entries[1]?.differences[0]).toMatchObject({ from: null, to: "Second reader, preventive, 50\u202f%" });
  expect(entries[2]?.differences.map(({ label }) => label)).toContain("Inherent score");
  await expect(listRiskActivity(ctx, { id: control.id, page: 1, pageSize: 5 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
