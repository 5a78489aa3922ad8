import { eq, type SQL, sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { rowsInput } from "@/domain/table/input";
import { rowsRequest, USUAL_VIEW } from "@/domain/table/view";
import type { OrgContext } from "../context";
import { listInitiatives } from "../initiative/register/queries";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, test } from "../testing";
import { KeptStatements } from "./kept";

const later = (ctx: OrgContext): OrgContext => ({ ...ctx, now: new Date(ctx.now.getTime() + 86_400_000) });

/** How often a statement was built for three requests, and the codes it found last. */
async function asked(requests: readonly OrgContext[], statement: (ctx: OrgContext) => SQL) {
  const kept = new KeptStatements<string>();
  let built = 0;
  const build = async (of: OrgContext) => {
    built += 1;
    return { statement: statement(of), about: "page" };
  };
  const found: string[][] = [];
  for (const ctx of requests) {
    const { statement: given, about } = await kept.of(ctx, "page", build);
    expect(about).toBe("page");
    const rows = await read(ctx, (tx) => tx.execute<{ code: string }>(given));
    found.push(rows.map(({ code }) => code));
  }
  return { built, found };
}

const codesOf = (ctx: OrgContext, more: SQL) =>
  sql`select ${initiative.code} as code from ${initiative} where ${eq(initiative.orgId, ctx.orgId)} and ${more}`;

describe("statements kept", () => {
  test("are the same for every organisation, and find the rows of the one that asks", async ({ db }) => {
    const [one, other] = [await asMember(db, "admin", "Ana Lind"), await asMember(db, "admin", "Bo Falk")];
    for (const [{ ctx, orgId }, code] of [[one, "A-1"] as const, [other, "B-1"] as const])
      await change(ctx, { name: "fill" }, (tx) =>
        tx.insert(initiative).values({ orgId, code, title: `What does 100 $1 buy in ${code}?` }),
      );
    const { built, found } = await asked([one.ctx, other.ctx, later(one.ctx), other.ctx], (ctx) =>
      codesOf(ctx, sql`${initiative.title} like ${"What%"}`),
    );
    expect(found).toEqual([["A-1"], ["B-1"], ["A-1"], ["B-1"]]);
    expect(built).toBe(2); // once for the request, once for somebody elsewhere

    const input = rowsInput.parse(rowsRequest(USUAL_VIEW, 1, INITIATIVE_REGISTER.columns));
    for (const { ctx } of [one, other, one, other]) {
      const [code] = (await listInitiatives(ctx, input)).rows.map((row) => row.code);
      expect(code).toBe(ctx.orgId === one.orgId ? "A-1" : "B-1");
    }
  });

  test("carry nothing of the person, the hour or a value of the request", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin", "Ana Lind");
    const member = (of: OrgContext) => (of.actor.kind === "user" ? of.actor.memberId : "");
    const times = [ctx, later(ctx), later(later(ctx))];
    const ofPerson = await asked(times, (of) => codesOf(of, sql`${initiative.ownerId} = ${member(of)}::uuid`));
    const ofHour = await asked(times, (of) => codesOf(of, sql`${of.now.toISOString()}::timestamptz is not null`));
    const ofText = await asked(times, (of) => codesOf(of, sql.raw(`'${of.now.toISOString()}' <> ''`)));
    expect([ofPerson.built, ofHour.built, ofText.built]).toEqual([4, 4, 4]);

    const kim = await joinAs(db, orgId, "viewer", "Kim Dale");
    const ofRole = await asked([ctx, kim.ctx, ctx, kim.ctx], (of) => codesOf(of, sql`true`));
    expect(ofRole.built).toBe(4); // two for each role
  });

  test("speak of now only", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin", "Ana Lind");
    await change(ctx, { name: "fill" }, (tx) => tx.insert(initiative).values({ orgId, code: "A-1", title: "One" }));
    const past = { ...ctx, asOf: await mintInstant(ctx) };
    await change(ctx, { name: "fill" }, (tx) => tx.insert(initiative).values({ orgId, code: "A-2", title: "Two" }));
    const input = rowsInput.parse(rowsRequest(USUAL_VIEW, 1, INITIATIVE_REGISTER.columns));
    const codes = async (of: OrgContext) => (await listInitiatives(of, input)).rows.map(({ code }) => code);
    for (const _ of [1, 2]) {
      expect(await codes(ctx)).toEqual(["A-1", "A-2"]);
      expect(await codes(past)).toEqual(["A-1"]);
    }
  });
});
