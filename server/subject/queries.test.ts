import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { initiative, initiativePerson } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import { ROLES } from "@/domain/access/permission";
import { SUBJECT_LABELS, SUBJECT_NOUNS, type SubjectNoun, subjectPath } from "@/domain/subject/subject";
import { change } from "../record/change";
import { read } from "../record/read";
import { asMember, joinAs, type Member, test } from "../testing";
import { seeing, subjectIn, subjectsIn, whoSees } from "./queries";

/** A row of each noun, with somebody who answers for it. A noun that joins the registry gets its line here. */
const MAKE: Record<SubjectNoun, (member: Member, id: string) => Promise<unknown>> = {
  initiative: ({ ctx, orgId, memberId }, id) =>
    change(ctx, { name: "initiative.create" }, (tx) =>
      tx.insert(initiative).values({ orgId, id, code: id.slice(0, 8), title: "A title", leadId: memberId }),
    ),
  model: ({ ctx, orgId, memberId }, id) =>
    change(ctx, { name: "model.create" }, (tx) =>
      tx.insert(model).values({ orgId, id, name: "A title", builderId: memberId }),
    ),
  risk: ({ ctx, orgId, memberId }, id) =>
    change(ctx, { name: "risk.create" }, (tx) =>
      tx
        .insert(risk)
        .values({ orgId, id, title: "A title", ownerId: memberId, raisedOn: "2026-11-20", currency: "USD" }),
    ),
};

describe("every noun of the registry", () => {
  test.for([...SUBJECT_NOUNS])("%s", async (noun, { db }) => {
    const [member, stranger] = [await asMember(db, "pmo"), await asMember(db, "admin")];
    const id = randomUUID();
    await MAKE[noun](member, id);
    for (const role of ROLES) {
      const { ctx } = await joinAs(db, member.orgId, role);
      const found = await read(ctx, (tx) => subjectIn(tx, ctx, { noun, id }));
      expect(found).toMatchObject({ noun, id, title: "A title", people: [member.memberId] });
    }
    const { ctx } = stranger;
    await expect(read(ctx, (tx) => subjectIn(tx, ctx, { noun, id }))).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(subjectPath("acme", { noun, id })).toBe(`/acme/${SUBJECT_LABELS[noun].place}/${id}`);
    expect(existsSync(`app/[org]/${SUBJECT_LABELS[noun].place}/[id]/page.tsx`)).toBe(true);
  });
});

/** Tables that name a record of any noun and are not restricted as it is. */
async function unrestricted(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'history'::regnamespace)
      and (a.attname = 'about_id' or (a.attname in ('from_id', 'to_id')
        and exists (select 1 from pg_attribute n where n.attrelid = c.oid and n.attname = 'from_noun')))
      and not exists (select 1 from pg_policy p where p.polrelid = c.oid and not p.polpermissive
        and pg_get_expr(p.polqual, p.polrelid) like '%hidden_subjects%' and pg_get_expr(p.polqual, p.polrelid) like '%' || a.attname || '%')
    order by 1`;
  return rows.map(({ name }) => name);
}

test("whatever names a record is restricted as the record is; a table that is not, is found", async ({ db }) => {
  const sql = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  expect(await unrestricted(sql)).toEqual([]);
  const planted = await sql.begin(async (tx) => {
    await tx`create table stray (org_id uuid, about_id uuid, primary key (org_id, about_id))`;
    await tx`drop policy restricted on history.comment`;
    const found = await unrestricted(tx as unknown as postgres.Sql);
    await tx`rollback`;
    return found;
  });
  expect(planted).toEqual(["history.comment", "stray"]);
  await sql.end();
});

test("who sees which record, for several at once", async ({ db }) => {
  const admin = await asMember(db, "admin");
  const { ctx, orgId } = admin;
  const [named, outside, auditor] = [
    await joinAs(db, orgId, "viewer"),
    await joinAs(db, orgId, "pmo"),
    await joinAs(db, orgId, "auditor"),
  ];
  const stranger = await asMember(db, "admin");
  const [open, hidden] = [randomUUID(), randomUUID()];
  await MAKE.initiative(admin, open);
  await change(ctx, { name: "initiative.create" }, async (tx) => {
    await tx.insert(initiative).values({ orgId, id: hidden, code: "H-1", title: "Hidden", restricted: true });
    await tx.insert(initiativePerson).values({ orgId, initiativeId: hidden, memberId: named.memberId });
  });
  const members = [admin, named, outside, auditor, stranger].map(({ memberId }) => memberId);
  const told = [open, hidden].flatMap((aboutId) => members.map((memberId) => ({ aboutId, memberId })));
  const seen = await read(outside.ctx, (tx) => seeing(tx, told));
  const of = (id: string) => seen.filter(({ aboutId }) => aboutId === id).map(({ memberId }) => memberId);
  expect(of(open).sort()).toEqual([admin, named, outside, auditor].map(({ memberId }) => memberId).sort());
  expect(of(hidden).sort()).toEqual([admin, named, auditor].map(({ memberId }) => memberId).sort());
  const one = await read(outside.ctx, (tx) => whoSees(tx, { noun: "initiative", id: hidden }, members));
  expect([...one].sort()).toEqual(of(hidden).sort());
  const refs = [open, hidden].map((id) => ({ noun: "initiative" as const, id }));
  const found = await read(outside.ctx, (tx) => subjectsIn(tx, outside.ctx, refs));
  expect([...found.keys()]).toEqual([open]);
  expect(await read(ctx, (tx) => seeing(tx, []))).toEqual([]);
  expect(await read(ctx, (tx) => whoSees(tx, { noun: "initiative", id: open }, []))).toEqual(new Set());
});
