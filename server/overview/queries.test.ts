import { expect } from "vitest";
import { initiative, program } from "@/db/schema/initiative";
import { isActive } from "@/domain/initiative/active";
import { INITIATIVE_STAGES } from "@/domain/initiative/choice";
import { registerHeadline, retiredOf } from "@/domain/initiative/sentence";
import { rowScope } from "@/domain/table/input";
import { summariseInitiatives } from "../initiative/register/queries";
import { getShell } from "../organisation/queries";
import { countPortfolio } from "../pack/gather/portfolio";
import { listPrograms } from "../program/queries";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, test } from "../testing";
import { getOverview } from "./queries";

test("overview, register, navigation, programs and pack count the same initiatives, now and as of an earlier instant", async ({
  db,
}) => {
  const admin = await asMember(db, "admin");
  const { ctx, orgId } = admin;
  const before = await mintInstant(ctx);
  const rows = [...INITIATIVE_STAGES, null].flatMap((stage) =>
    [false, true].flatMap((archived) => [false, true].map((restricted) => ({ stage, archived, restricted }))),
  );
  await change(ctx, { name: "test" }, async (tx) => {
    const [made] = await tx.insert(program).values({ orgId, name: "One" }).returning({ id: program.id });
    await tx.insert(initiative).values(
      rows.map(({ stage, archived, restricted }, n) => ({
        ...{ orgId, code: `C-${n}`, title: `Initiative ${n}`, stage, restricted, programId: made?.id ?? null },
        archivedAt: archived ? new Date() : null,
      })),
    );
  });
  const active = rows.filter(isActive);
  expect(active).toHaveLength(16);
  const at = { ...ctx, now: new Date(), timeZone: "UTC" };
  const overview = await getOverview(at, {});
  expect(overview.total).toBe(16);
  expect(overview.stages.map(({ stage }) => stage)).not.toContain("retired");
  expect(overview.stages.reduce((sum, { count }) => sum + count, 0)).toBe(16);
  const { cells } = await summariseInitiatives(at, rowScope.parse({}));
  expect(registerHeadline(cells, false)).toContain("16 active initiatives");
  expect(retiredOf(cells)).toBe(2);
  expect((await getShell(ctx)).counts.initiatives).toBe(16);
  expect((await listPrograms(ctx)).map(({ count }) => count)).toEqual([16]);
  expect(await countPortfolio(at)).toMatchObject({ total: 8, withheld: 8 });

  const then = { ...at, asOf: before };
  expect((await getOverview(then, {})).total).toBe(0);
  expect(await countPortfolio(then)).toMatchObject({ total: 0, withheld: 0 });

  // Whoever does not see restricted ones counts their own view, the same on every page.
  const viewer = await joinAs(db, orgId, "viewer");
  const seen = { ...viewer.ctx, now: new Date(), timeZone: "UTC" };
  expect((await getOverview(seen, {})).total).toBe(8);
  expect((await getShell(viewer.ctx)).counts.initiatives).toBe(8);
});
