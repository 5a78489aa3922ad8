import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import type { Database } from "@/db/client";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { MEMBER_REGISTER } from "@/domain/member/columns";
import { MODEL_REGISTER } from "@/domain/model/columns";
import { customKey, isBoardable, isFilterable, isGroupable, isSortable } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";
import { boardInput, groupsInput, rowsInput, valuesInput } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { initiativeRegister } from "../initiative/register/columns";
import { memberRegister } from "../member/register/columns";
import { modelRegister } from "../model/register/columns";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { listBoard, listGroups, listValues } from "./group";
import type { ServerRegister } from "./register";
import { listRows } from "./rows";

const BUDGET = customKey("0197c1e4-7d2a-7c11-8f00-000000000001");
const REGISTERS: readonly ServerRegister<unknown>[] = [initiativeRegister, modelRegister, memberRegister];

/** `count` initiatives, half as many models, and three members. */
async function build(db: TestDatabase, count: number) {
  const admin = await asMember(db, "admin", "Ana Lind");
  const { ctx, orgId, memberId } = admin;
  const kim = await joinAs(db, orgId, "viewer", "Kim Dale");
  await joinAs(db, orgId, "pmo", "Kim Dale");
  await change(ctx, { name: "fill" }, async (tx) => {
    await tx.execute(
      sql`insert into custom_field (org_id, id, noun, label, kind) values (${orgId}::uuid, ${BUDGET.slice(7)}::uuid, 'initiative', 'Budget', 'number')`,
    );
    await tx.execute(sql`insert into program (org_id, name) values (${orgId}::uuid, 'North')`);
    await tx.execute(sql`insert into initiative (org_id, code, title, business_unit, stage, tier, owner_id, owner_name, program_id, restricted, custom)
      select ${orgId}::uuid, 'R-' || lpad(n::text, 4, '0'), 'Row ' || n, case when n % 2 = 0 then 'Wards' end, (array['idea','pilot',null])[1 + n % 3],
        case when n % 4 > 0 then n % 4 end, case n % 3 when 0 then ${memberId}::uuid when 1 then ${kim.memberId}::uuid end, case when n % 6 = 2 then 'Pat Doe' end,
        case when n % 5 = 0 then (select id from program where org_id = ${orgId}::uuid) end, n = 1,
        case when n % 2 = 0 then jsonb_build_object(${BUDGET.slice(7)}::text, n::text) else '{}' end
      from generate_series(1, ${count}) n`);
    await tx.execute(
      sql`insert into tag (org_id, initiative_id, name) select org_id, id, 'x' from initiative where org_id = ${orgId}::uuid and tier = 1`,
    );
    await tx.execute(sql`insert into model (org_id, name, tier, status, initiative_id, builder_id)
      select org_id, 'Model of ' || code, tier, case when tier = 2 then 'retired' else 'live' end, id, owner_id from initiative where org_id = ${orgId}::uuid and tier is not null`);
  });
  return { ...admin, kim };
}

/** The same database, counting the statements drizzle sends. */
function counting(db: Database) {
  let count = 0;
  const pool = new Proxy(db.pool, {
    get(target, name) {
      if (name !== "reserve") return Reflect.get(target, name);
      return async () => {
        const connection = await target.reserve();
        return new Proxy(connection, {
          get(inner, key) {
            if (key !== "unsafe") return Reflect.get(inner, key);
            return (...args: Parameters<typeof connection.unsafe>) => {
              if (args[1]) count += 1; // begin and commit carry no parameters
              return inner.unsafe(...args);
            };
          },
        });
      };
    },
  });
  const take = () => {
    const taken = count;
    count = 0;
    return taken;
  };
  return { db: { ...db, pool }, take };
}

describe.each(REGISTERS.map((register) => ({ noun: register.declaration.noun, register })))(
  "the register of $noun",
  ({ register }) => {
    const { columns } = register.declaration;
    const keys = columns.map(({ key }) => key);

    test("answers by every column it declares: sorted, grouped, filtered, as a board and in cells", async ({ db }) => {
      const { ctx } = await build(db, 12);
      const plain = await listRows(ctx, register, rowsInput.parse({ columns: keys }));
      expect(plain.total).toBe(plain.rows.length);
      expect(Object.keys(plain.rows[0]?.cells ?? {}).sort()).toEqual(
        columns
          .filter((column) => !("drawn" in column && column.drawn))
          .map(({ key }) => key)
          .sort(),
      );
      for (const column of columns.filter(isSortable))
        for (const descending of [true, false]) {
          const sort = [{ key: column.key, descending }];
          const found = await listRows(ctx, register, rowsInput.parse({ sort, columns: [column.key] }));
          expect(found.rows, column.key).toHaveLength(plain.total);
          const empties = found.rows.map(({ cells }) => cells[column.key] ?? null).map((cell) => cell === null);
          expect(empties, `${column.key}: empty values come last`).toEqual(
            [...empties].sort((a, b) => Number(a) - Number(b)),
          );
        }
      for (const { key } of columns.filter(isGroupable)) {
        const { groups, total, all } = await listGroups(ctx, register, groupsInput.parse({ group: key }));
        expect(
          groups.reduce((sum, { count }) => sum + count, 0),
          key,
        ).toBe(total);
        expect([total, all]).toEqual([plain.total, plain.all]);
        const grouped = await listRows(ctx, register, rowsInput.parse({ group: key, columns: [key] }));
        const seen = grouped.rows.map(({ cells }) => JSON.stringify(cells[key] ?? null));
        expect(
          seen.filter((value, index) => index === 0 || seen[index - 1] !== value),
          key,
        ).toHaveLength(groups.length);
        const parted = async (only: object) =>
          (await listRows(ctx, register, rowsInput.parse({ group: key, columns: [key], only }))).total;
        for (const { value, count } of groups) {
          expect(await parted({ groups: "these", values: [value] }), `${key}: only ${value}`).toBe(count);
          expect(await parted({ groups: "others", values: [value] }), `${key}: all but ${value}`).toBe(total - count);
          const filter = { column: key, op: "is", values: [value] };
          if (key !== "program")
            expect((await listRows(ctx, register, rowsInput.parse({ filter }))).total, `${key} ${value}`).toBe(count);
        }
      }
      for (const { key } of columns.filter(isBoardable)) {
        const { lanes, total } = await listBoard(
          ctx,
          register,
          boardInput.parse({ board: key, perLane: 2, columns: keys }),
        );
        expect(
          lanes.reduce((sum, { count }) => sum + count, 0),
          key,
        ).toBe(total);
        expect(
          lanes.every(({ rows, count }) => rows.length === Math.min(2, count)),
          key,
        ).toBe(true);
      }
      for (const column of columns.filter(isFilterable)) {
        const values = await listValues(ctx, register, valuesInput.parse({ column: column.key }));
        for (const { value, count } of values) {
          const filter = { column: column.key, op: "is", values: [value] };
          expect((await listRows(ctx, register, rowsInput.parse({ filter }))).total, `${column.key} is ${value}`).toBe(
            count,
          );
        }
      }
    });

    test("asks as many statements for 60 rows as for 8", async ({ db }) => {
      const watched = counting(db);
      const filter = { all: [{ column: keys[0], op: "contains-not", values: ["zz"] }] };
      const ask = async ({ ctx: own }: { ctx: OrgContext }) => {
        const ctx = { ...own, db: watched.db };
        const taken: number[] = [];
        const time = async (work: Promise<unknown>) => {
          await work;
          taken.push(watched.take());
        };
        watched.take();
        const board = columns.find(isBoardable)?.key ?? "";
        await time(listRows(ctx, register, rowsInput.parse({ columns: keys, filter, pageSize: 100 })));
        await time(listGroups(ctx, register, groupsInput.parse({ group: board, filter })));
        await time(listBoard(ctx, register, boardInput.parse({ board, columns: keys, perLane: 50 })));
        await time(listValues(ctx, register, valuesInput.parse({ column: keys[0] })));
        return taken;
      };
      const [few, many] = [await ask(await build(db, 8)), await ask(await build(db, 60))];
      expect(many).toEqual(few);
      expect(few).toEqual([1, 1, 2, 1]);
    });

    test("shows another organisation nothing", async ({ db }) => {
      const { ctx } = await build(db, 8);
      const other = await asMember(db, "admin");
      const ids = (await listRows(ctx, register, rowsInput.parse({}))).rows.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(0);
      const theirs = await listRows(other.ctx, register, rowsInput.parse({ ids }));
      expect(theirs.rows).toEqual([]);
      expect(theirs.total).toBe(0);
      const column = columns.find(isGroupable)?.key ?? "";
      const groups = await listGroups(other.ctx, register, groupsInput.parse({ group: column, ids }));
      expect(groups).toMatchObject({ groups: [], total: 0 });
      const board = await listBoard(
        other.ctx,
        register,
        boardInput.parse({ board: columns.find(isBoardable)?.key, ids }),
      );
      expect(board.lanes.flatMap(({ rows }) => rows)).toEqual([]);
    });
  },
);

describe("a register", () => {
  test("leaves out the rows of a folded group alone, not of what lies below it, and counts the rest", async ({
    db,
  }) => {
    const { ctx, orgId } = await build(db, 20);
    await change(ctx, { name: "fill" }, async (tx) => {
      await tx.execute(
        sql`insert into program (org_id, name, parent_id) select ${orgId}::uuid, 'Far North', id from program where name = 'North'`,
      );
      await tx.execute(
        sql`update initiative set program_id = (select id from program where name = 'Far North') where code in ('R-0005', 'R-0006', 'R-0007')`,
      );
    });
    const { groups } = await listGroups(ctx, initiativeRegister, groupsInput.parse({ group: "program" }));
    const north = groups.find(({ label }) => label === "North")?.value;
    const ask = (page: number) => {
      const only = { groups: "others", values: [north] };
      const asked = { group: "program", columns: ["program"], only, pageSize: 6, page };
      return listRows(ctx, initiativeRegister, rowsInput.parse(asked));
    };
    expect(groups.map(({ label, count }) => [label, count])).toEqual([
      ["Far North", 3],
      ["North", 3],
      [expect.any(String), 14],
    ]);
    const pages = [await ask(1), await ask(2), await ask(3)];
    expect(pages.map(({ rows, total, all }) => [rows.length, total, all])).toEqual([
      [6, 17, 20],
      [6, 17, 20],
      [5, 17, 20],
    ]);
    const labels = pages.flatMap(({ rows }) =>
      rows.map(({ cells }) => (cells.program as { label: string } | null)?.label ?? null),
    );
    expect(labels).toEqual([...Array(3).fill("Far North"), ...Array(14).fill(null)]);
  });

  test("sorts by several keys, the first counting most; groups carry subtotals of custom fields", async ({ db }) => {
    const { ctx } = await build(db, 12);
    const sort = [{ key: "stage", descending: true }, { key: "tier" }, { key: "code", descending: true }];
    const { rows } = await listRows(
      ctx,
      initiativeRegister,
      rowsInput.parse({ sort, columns: ["stage", "tier", "code"] }),
    );
    const spoken = rows.map(({ cells: { stage, tier, code } }) => `${stage} ${tier} ${code}`);
    expect(spoken.slice(0, 5)).toEqual([
      "pilot 1 R-0001",
      "pilot 2 R-0010",
      "pilot 3 R-0007",
      "pilot null R-0004",
      "idea 1 R-0009",
    ]);
    const { groups } = await listGroups(
      ctx,
      initiativeRegister,
      groupsInput.parse({ group: "stage", columns: [BUDGET, "tier"] }),
    );
    expect(groups).toEqual([
      { value: "idea", label: "Idea", count: 4, subtotals: { [BUDGET]: 18 } },
      { value: "pilot", label: "Pilot", count: 4, subtotals: { [BUDGET]: 14 } },
      { value: "none", label: "not stated", count: 4, subtotals: { [BUDGET]: 10 } },
    ]);
    const odd = await listGroups(ctx, initiativeRegister, groupsInput.parse({ group: "unit", columns: [BUDGET] }));
    expect(odd.groups.at(-1)).toEqual({ value: "none", label: "not stated", count: 6, subtotals: { [BUDGET]: null } });
  });

  test("counts what is hidden from a reader nowhere", async ({ db }) => {
    const { ctx, kim } = await build(db, 12);
    const then = await mintInstant(ctx);
    for (const blind of [kim.ctx, { ...kim.ctx, asOf: then }]) {
      const isOwner = (await listRows(blind, initiativeRegister, rowsInput.parse({ ids: [] }))).all;
      expect(isOwner).toBe(12); // Kim owns the restricted one
    }
    const stranger = await joinAs(db, ctx.orgId, "viewer", "Nobody Inparticular");
    for (const blind of [stranger.ctx, { ...stranger.ctx, asOf: then }]) {
      expect(await listRows(blind, initiativeRegister, rowsInput.parse({ q: "Row" }))).toMatchObject({
        total: 11,
        all: 11,
      });
      const restricted = { column: "restricted", op: "is", values: ["yes"] };
      expect((await listRows(blind, initiativeRegister, rowsInput.parse({ filter: restricted }))).total).toBe(0);
      expect(
        (await listGroups(blind, initiativeRegister, groupsInput.parse({ group: "restricted" }))).groups,
      ).toMatchObject([{ value: "no", count: 11 }]);
      const models = await listRows(blind, modelRegister, rowsInput.parse({ columns: ["initiative"] }));
      expect(JSON.stringify(models.rows.map(({ cells }) => cells))).not.toContain("R-0001 ");
      const values = await listValues(blind, modelRegister, valuesInput.parse({ column: "initiative" }));
      expect(values.map(({ label }) => label).filter((label) => label.startsWith("R-0001"))).toEqual([]);
    }
  });

  test("keeps columns of a right from whoever lacks it: no cell, filter or sort", async ({ db }) => {
    const { ctx, kim } = await build(db, 1);
    const seen = { column: "seen", op: "empty", values: [] };
    expect((await listRows(ctx, memberRegister, rowsInput.parse({ filter: seen, columns: ["seen"] }))).total).toBe(3);
    const asked = await listRows(kim.ctx, memberRegister, rowsInput.parse({ columns: ["seen", "role"] }));
    expect(Object.keys(asked.rows[0]?.cells ?? {})).toEqual(["role"]);
    expect(asked.rows.every(({ lastSignInAt }) => lastSignInAt === null)).toBe(true);
    await expect(listRows(kim.ctx, memberRegister, rowsInput.parse({ filter: seen }))).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await expect(listRows(kim.ctx, memberRegister, rowsInput.parse({ sort: [{ key: "seen" }] }))).rejects.toMatchObject(
      { code: "BAD_REQUEST" },
    );
  });
});

describe("hostile input", () => {
  const MEAN = [
    "'",
    "'; drop table initiative; --",
    "\\",
    "%",
    "_",
    "$1",
    "\u202e",
    "😀".repeat(70),
    "null",
    "{}",
    "1e309",
    "-0",
    "NaN",
    "9".repeat(200),
  ];

  test("is bound, refused or found nowhere, never an internal failure", async ({ db }) => {
    const { ctx } = await build(db, 4);
    for (const register of REGISTERS)
      for (const { key } of register.declaration.columns)
        for (const op of ["is", "contains", "at-least", "between", "last"] as const)
          for (const value of MEAN) {
            const values = op === "between" || op === "last" ? [value, value] : [value];
            const given = rowsInput.safeParse({
              filter: { any: [{ column: key, op, values }] },
              q: value.slice(0, 100),
            });
            if (!given.success) continue;
            const code = await listRows(ctx, register, given.data).then(
              () => "answered",
              (error: { code?: string }) => error.code,
            );
            expect(["answered", "BAD_REQUEST"], `${key} ${op} ${value}`).toContain(code);
          }
    expect((await listRows(ctx, initiativeRegister, rowsInput.parse({}))).total).toBe(4);
  }, 60_000);

  test("unknown columns are named, wherever they are asked for", async ({ db }) => {
    const { ctx } = await build(db, 1);
    const bad = `x"; select 1 --`;
    const refused = { code: "BAD_REQUEST" };
    const parsed = { filter: { column: bad, op: "is", values: ["1"] } };
    await expect(listRows(ctx, initiativeRegister, rowsInput.parse(parsed))).rejects.toMatchObject(refused);
    await expect(listRows(ctx, initiativeRegister, rowsInput.parse({ sort: [{ key: bad }] }))).rejects.toMatchObject(
      refused,
    );
    await expect(listRows(ctx, initiativeRegister, rowsInput.parse({ group: bad }))).rejects.toMatchObject(refused);
    await expect(listRows(ctx, initiativeRegister, rowsInput.parse({ group: "title" }))).rejects.toMatchObject(refused);
    await expect(listGroups(ctx, initiativeRegister, groupsInput.parse({ group: "tag" }))).rejects.toMatchObject(
      refused,
    );
    await expect(listBoard(ctx, initiativeRegister, boardInput.parse({ board: "owner" }))).rejects.toMatchObject(
      refused,
    );
    await expect(listValues(ctx, initiativeRegister, valuesInput.parse({ column: bad }))).rejects.toMatchObject(
      refused,
    );
    const found = await listRows(
      ctx,
      initiativeRegister,
      rowsInput.parse({ columns: [bad, "code"], filter: EVERYTHING }),
    );
    expect(Object.keys(found.rows[0]?.cells ?? {})).toEqual(["code"]);
  });
});

test("a declaration names no column its SQL does not know", async ({ db }) => {
  const { ctx } = await asMember(db, "admin");
  for (const [declaration, register] of [
    [INITIATIVE_REGISTER, initiativeRegister],
    [MODEL_REGISTER, modelRegister],
    [MEMBER_REGISTER, memberRegister],
  ] as const) {
    const drawn = declaration.columns.filter((column) => !("drawn" in column));
    expect(Object.keys(register.columns(ctx)).sort()).toEqual(drawn.map(({ key }) => key).sort());
  }
});
