import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { tag } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { compareInput } from "@/domain/compare/input";
import { initiativeCreation } from "@/domain/initiative/edit";
import type { OrgContext } from "../context";
import { createInitiative } from "../initiative/commands";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, test } from "../testing";
import { compareDays } from "./queries";

const later = (ctx: OrgContext) => ({ ...ctx, now: new Date(), timeZone: "UTC" });
const compare = (ctx: OrgContext, given: object) =>
  compareDays(later(ctx), compareInput.parse({ noun: "initiative", ...given }));
const make = (ctx: OrgContext, given: object) => createInitiative(ctx, initiativeCreation.parse(given));

describe("compareDays", () => {
  test("says what came, went and changed, with values, and not what was changed back", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const kept = await make(ctx, {
      title: "Triage",
      stage: "build",
      tags: ["x"],
      problem: `${"long ".repeat(100)}before`,
    });
    const back = await make(ctx, { title: "Back again", stage: "idea" });
    const gone = await make(ctx, { title: "Withdrawn" });
    const from = await mintInstant(ctx);
    await make(ctx, { title: "Fresh", stage: "idea" });
    await change(ctx, { name: "x" }, async (tx) => {
      await tx.execute(
        sql`update initiative set stage = 'pilot', problem = ${`${"long ".repeat(100)}after`} where id = ${kept.id}`,
      );
      await tx.insert(tag).values({ orgId, initiativeId: kept.id, name: "y" });
      await tx.execute(sql`update initiative set title = 'Other' where id = ${back.id}`);
      await tx.execute(sql`delete from initiative where id = ${gone.id}`);
    });
    await change(ctx, { name: "x" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Back again' where id = ${back.id}`),
    );
    const to = await mintInstant(ctx);
    await change(ctx, { name: "x" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Later' where id = ${kept.id}`),
    );

    const found = await compare(ctx, { from: from.toISOString(), to: to.toISOString() });
    expect(found.counts).toEqual({ added: 1, removed: 1, changed: 1 });
    expect(found.rows.map(({ name, kind }) => [name, kind])).toEqual([
      ["Fresh", "added"],
      ["Triage", "changed"],
      ["Withdrawn", "removed"],
    ]);
    const differences = found.rows.find(({ id }) => id === kept.id)?.differences;
    expect(differences?.map(({ label }) => label)).toEqual(["Stage", "Tags", "Problem"]);
    expect(differences?.[0]).toMatchObject({ from: "Build", to: "Pilot" });
    expect(differences?.[1]).toMatchObject({ from: "x", to: "x, y" });
    expect((await compare(ctx, { from: from.toISOString(), to: to.toISOString(), kind: "added" })).total).toBe(1);
    expect((await compare(ctx, { from: from.toISOString(), to: to.toISOString(), id: kept.id })).rows).toHaveLength(1);
    const live = await compare(ctx, { from: to.toISOString() });
    expect(live.rows.map(({ differences: [first] }) => first?.to)).toEqual(["Later"]);
  });

  test("shows archiving as a change, and nothing restricted or foreign", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin", "Ana Lind");
    const { id } = await make(ctx, { title: "To be archived" });
    await make(ctx, { title: "Secret", restricted: true });
    const viewer = await joinAs(db, orgId, "viewer", "Vic Tam");
    const other = await asMember(db, "admin", "Else Where");
    const from = await mintInstant(ctx);
    await change(ctx, { name: "x" }, (tx) =>
      tx.execute(sql`update initiative set archived_at = now() where id = ${id}`),
    );
    await change(ctx, { name: "x" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Secret 2' where title = 'Secret'`),
    );
    const seen = async (who: OrgContext) => (await compare(who, { from: from.toISOString() })).rows;
    expect((await seen(ctx)).map(({ name }) => name)).toEqual(["Secret 2", "To be archived"]);
    expect(await seen(viewer.ctx)).toMatchObject([
      { name: "To be archived", differences: [{ label: "Archived", to: "yes" }] },
    ]);
    expect(await seen(other.ctx)).toEqual([]);
  });

  test("refuses days out of order, and compares the other registers by the same columns", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin", "Ana Lind");
    await change(ctx, { name: "x" }, (tx) => tx.insert(model).values({ orgId, name: "Readmission" }));
    const from = await mintInstant(ctx);
    await change(ctx, { name: "x" }, (tx) => tx.execute(sql`update model set tier = 2 where name = 'Readmission'`));
    await joinAs(db, orgId, "viewer", "Vic Tam");
    const at = { from: from.toISOString() };
    expect((await compare(ctx, { ...at, noun: "model" })).rows).toMatchObject([
      { name: "Readmission", kind: "changed", differences: [{ label: "Tier", to: expect.stringContaining("2") }] },
    ]);
    expect((await compare(ctx, { ...at, noun: "member" })).rows).toMatchObject([{ name: "Vic Tam", kind: "added" }]);
    await expect(compare(ctx, { from: "2026-01-02", to: "2026-01-01" })).rejects.toThrow(/before/);
    await expect(compare(ctx, { from: "2999-01-01" })).rejects.toThrow(/not come yet/);
  });
});
