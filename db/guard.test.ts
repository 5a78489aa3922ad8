import { getTableName } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { asMember, test } from "@/server/testing";
import { history } from "./history";
import { kinds } from "./kinds";
import { promiseFindings } from "./testing/guard";

test("every table keeps its promises", async ({ db }) => {
  const sql = postgres(db.ownerUrl, { max: 1 });
  expect(await promiseFindings(sql)).toEqual([]);
  expect(kinds.size).toBeGreaterThan(20);
  await sql.end();
});

test("every recorded table has a typed history", () => {
  const typed = Object.values(history)
    .map((table) => getTableName(table))
    .sort();
  const declared = [...kinds]
    .filter(([, kind]) => kind === "recorded")
    .map(([name]) => name)
    .sort();
  expect(typed).toEqual(declared);
});

describe("each broken promise is found", () => {
  const planted: [string, string, string][] = [
    ["no kind", "create table stray (org_id uuid, id uuid, primary key (org_id, id))", "declares no kind"],
    ["no forced security", "alter table initiative no force row level security", "not forced"],
    ["no policy", "drop policy tenant on model", "no policy on the organisation"],
    ["key without organisation", "create table stray (id uuid primary key, org_id uuid)", "does not start with org_id"],
    ["no history", "drop table history.program cascade", "no history table"],
    ["trigger off", "alter table initiative disable trigger record", "no recording trigger"],
    ["no view", "drop view as_of.initiative", "no as_of view"],
    ["history without policy", "drop policy tenant on history.alert", "its history has no policy"],
    ["column not in history", "alter table program add extra text", "history lacks columns"],
    ["index not mirrored", "create index late on initiative (org_id, delivery_method)", "late is not mirrored"],
    [
      "index mirrored as it was",
      "drop index initiative_stage; create index initiative_stage on initiative (org_id, stage, delivery_method)",
      "initiative_stage is not mirrored",
    ],
    ["history writable", "grant insert on history.initiative to portolan_app", "may write its history"],
    ["declared, not there", "drop table pack_progress", "declared and does not exist"],
    [
      "reference across organisations",
      "alter table model add constraint loose foreign key (id) references stray_target (id)",
      "does not carry org_id",
    ],
  ];
  test.for(planted)("%s", async ([, statement, problem], { db }) => {
    const sql = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
    const found = await sql
      .begin(async (tx) => {
        await tx.unsafe(
          "create table private.stray_target (id uuid primary key); alter table private.stray_target set schema public",
        );
        await tx.unsafe(statement);
        const findings = await promiseFindings(tx as unknown as postgres.Sql);
        await tx.unsafe("rollback");
        return findings.map((finding) => finding.problem);
      })
      .catch((error: unknown) => {
        throw error;
      });
    expect(found.join("; ")).toContain(problem);
    await sql.end();
  });
});

test("a mirror follows its index when that changes", async ({ db }) => {
  const sql = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe("drop index initiative_stage; create index initiative_stage on initiative (org_id, lower(stage))");
  expect(await promiseFindings(sql)).toHaveLength(1);
  await sql`select private.record_table('initiative')`;
  expect(await promiseFindings(sql)).toEqual([]);
  const [mirror] = await sql<{ text: string }[]>`
    select pg_get_indexdef(to_regclass('history.initiative_stage_h')) as text`;
  expect(mirror?.text).toContain("(org_id, lower(stage), recorded_from, recorded_to)");
  await sql.end();
});

describe("the app's role", () => {
  const forbidden: [string, string][] = [
    [
      "insert into change",
      "insert into change (org_id, actor_kind, actor_name, action, at) values (gen_random_uuid(), 'user', 'x', 'x', now())",
    ],
    ["update change", "update change set actor_name = 'x'"],
    ["delete from change", "delete from change"],
    ["truncate change", "truncate change"],
    ["insert into history", "insert into history.initiative select * from history.initiative"],
    ["update history", "update history.initiative set title = 'x'"],
    ["delete from history", "delete from history.initiative"],
    ["truncate history", "truncate history.initiative"],
    ["truncate a table", "truncate initiative"],
    ["read accounts", 'select * from private."user"'],
    ["read sessions", "select * from private.session"],
    ["read search text", "select * from private.search_doc"],
    ["write replaced points", "insert into point_replaced select * from point_replaced"],
    ["change a printed pack", "update pack_file set data = ''"],
    ["drop a trigger", "alter table initiative disable trigger record"],
    ["become the owner", "set role portolan_owner"],
  ];
  test.for(forbidden)("cannot %s", async ([, statement], { db }) => {
    await expect(db.sql.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test("is no owner, no superuser and cannot bypass security", async ({ db }) => {
    const [role] =
      await db.sql`select rolsuper, rolbypassrls, rolcreaterole, (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname = current_user`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 });
  });

  test("sees no row without an organisation", async ({ db }) => {
    await asMember(db);
    for (const name of [...kinds.keys(), "change"]) {
      const [row] = await db.sql.unsafe(`select count(*)::int as n from public."${name}"`);
      expect(row, name).toEqual({ n: 0 });
    }
  });
});
