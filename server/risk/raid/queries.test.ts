import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { assumption, issue } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import { ASSUMPTION_REGISTER, ISSUE_REGISTER, RAID_REGISTER } from "@/domain/raid/columns";
import { newAssumption, newIssue } from "@/domain/raid/input";
import { riskCreation, riskMaterialising } from "@/domain/risk/input";
import {
  isBoardable,
  isFilterable,
  isGroupable,
  isSortable,
  type RegisterColumn,
  type RegisterDeclaration,
} from "@/domain/table/column";
import { boardInput, groupsInput, rowsInput } from "@/domain/table/input";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { commitBulk, undoBulk } from "../../table/bulk";
import { exportCsv } from "../../table/export";
import { listBoard, listGroups, listValues } from "../../table/group";
import type { ServerRegister } from "../../table/register";
import { listRows } from "../../table/rows";
import { asMember, joinAs, test } from "../../testing";
import { assumptionRegister } from "../assumption/columns";
import { createAssumption, editAssumption, settleAssumption } from "../assumption/commands";
import { closeRisk, createRisk, materialiseRisk } from "../commands";
import { issueRegister } from "../issue/columns";
import { createIssue, editIssue, reopenIssue, resolveIssue } from "../issue/commands";
import { raidRegister } from "./columns";

const REGISTERS: [RegisterDeclaration, ServerRegister<{ code: string }>][] = [
  [RAID_REGISTER, raidRegister],
  [ASSUMPTION_REGISTER, assumptionRegister],
  [ISSUE_REGISTER, issueRegister],
];
const codesIn = async (
  ctx: OrgContext,
  register: ServerRegister<{ code: string }>,
  address: Record<string, string> = {},
) => {
  const { q, filter, sort } = viewFromParams(readerOf(address), register.declaration);
  return (await listRows(ctx, register, rowsInput.parse({ q, filter, sort }))).rows.map(({ code }) => code);
};
const log = (ctx: OrgContext, address: Record<string, string> = {}) => codesIn(ctx, raidRegister, address);
const assume = (ctx: OrgContext, given: object) => createAssumption(ctx, newAssumption.parse(given));
const report = (ctx: OrgContext, given: object) => createIssue(ctx, newIssue.parse(given));

async function place(ctx: OrgContext): Promise<string> {
  const id = randomUUID();
  await change(ctx, { name: "setup" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, id, code: `AI-${id.slice(0, 4)}`, title: "Sepsis" }),
  );
  return id;
}

describe("one log over risks, assumptions and issues", () => {
  async function filled(ctx: OrgContext) {
    const initiativeId = await place(ctx);
    await createRisk(ctx, riskCreation.parse({ title: "Recall falls", initiativeId, reviewOn: "2026-01-10" }));
    const gone = await createRisk(ctx, riskCreation.parse({ title: "Law changes" }));
    await closeRisk(ctx, { id: gone.id, version: 1, reason: "Passed" });
    await assume(ctx, { statement: "Coaching goes on", initiativeId, validateBy: "2026-01-05" });
    const { id } = await report(ctx, { title: "Feed late", severity: "red", resolutionDueOn: "2099-01-01" });
    return { initiativeId, issueId: id };
  }

  test("filtered, grouped, sorted, shown as a board and exported by every column that says it can", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await filled(ctx);
    for (const [declaration, register] of REGISTERS) {
      const all = declaration.noun === "raid" ? 4 : 1;
      const columns: readonly RegisterColumn[] = declaration.columns;
      const keys = columns.map(({ key }) => key);
      const { rows } = await listRows(ctx, register, rowsInput.parse({ columns: keys }));
      expect(Object.keys(rows[0]?.cells ?? {}).sort(), declaration.noun).toEqual([...keys].sort());
      for (const column of columns) {
        const what = `${declaration.noun} ${column.key}`;
        if (isSortable(column))
          expect(
            (await listRows(ctx, register, rowsInput.parse({ sort: [{ key: column.key, descending: true }] }))).rows,
            what,
          ).toHaveLength(all);
        if (isGroupable(column))
          expect((await listGroups(ctx, register, groupsInput.parse({ group: column.key }))).total, what).toBe(all);
        if (isBoardable(column))
          expect((await listBoard(ctx, register, boardInput.parse({ board: column.key }))).total, what).toBe(all);
        if (isFilterable(column)) {
          const view = viewFromParams(readerOf({}), declaration);
          expect(await listValues(ctx, register, { ...view, column: column.key, find: "" }), what).toBeInstanceOf(
            Array,
          );
        }
      }
      let csv = "";
      const view = viewFromParams(readerOf({}), declaration);
      const write = async (part: string | Uint8Array) => {
        csv += String(part);
      };
      expect(await exportCsv({ ...ctx, timeZone: "UTC" }, register, { view }, write)).toBe(all);
      expect(csv.split("\r\n")).toHaveLength(all + 2);
    }
  });

  test("by what is due first; open or ended; where it stands; what is overdue; by words", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { initiativeId, issueId } = await filled(ctx);
    expect(await log(ctx)).toEqual(["A-01", "R-01", "I-01", "R-02"]);
    expect(await log(ctx, { state: "open" })).toEqual(["A-01", "R-01", "I-01"]);
    expect(await log(ctx, { kind: "issue" })).toEqual(["I-01"]);
    expect(await log(ctx, { initiative: initiativeId })).toEqual(["A-01", "R-01"]);
    expect(await log(ctx, { overdue: "yes" })).toEqual(["A-01", "R-01"]);
    expect(await log(ctx, { severity: "red" })).toEqual(["I-01"]);
    expect(await log(ctx, { q: "coaching" })).toEqual(["A-01"]);
    const asOf = await mintInstant(ctx);
    await resolveIssue(ctx, { id: issueId, version: 1, resolution: "Feed restored" });
    expect(await log(ctx, { state: "open" })).toEqual(["A-01", "R-01"]);
    expect(await log({ ...ctx, asOf }, { state: "open" })).toEqual(["A-01", "R-01", "I-01"]);
  });

  test("shows nobody what a restricted initiative hides, nor strangers anything", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const { initiativeId } = await filled(ctx);
    const [pmo, stranger] = [await joinAs(db, orgId, "pmo"), await asMember(db, "admin")];
    await change(ctx, { name: "restrict" }, (tx) =>
      tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, initiativeId)),
    );
    expect(await log(pmo.ctx)).toEqual(["I-01", "R-02"]);
    expect(await codesIn(pmo.ctx, assumptionRegister)).toEqual([]);
    expect(await log(stranger.ctx)).toEqual([]);
  });
});

describe("assumptions", () => {
  test("one that proves false raises the risk that follows, in its place", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const initiativeId = await place(ctx);
    const { id, code } = await assume(ctx, { statement: "Coaching goes on", initiativeId });
    expect(code).toBe("A-01");
    const given = {
      id,
      version: 1,
      status: "failed" as const,
      reason: "Budget was cut",
      raise: { title: "Adoption stalls" },
    };
    expect(await settleAssumption(ctx, given)).toMatchObject({ outcome: "saved", raised: { code: "R-01" } });
    const [row] = await read(ctx, (tx) => tx.select().from(assumption));
    const [raised] = await read(ctx, (tx) => tx.select().from(risk));
    expect(raised).toMatchObject({
      title: "Adoption stalls",
      cause: "Assumed: Coaching goes on",
      countsOnId: initiativeId,
    });
    expect(row).toMatchObject({ status: "failed", riskId: raised?.id, statusOn: expect.any(String) });
    expect(await settleAssumption(ctx, { id, version: 1, status: "held", reason: "It was kept" })).toMatchObject({
      outcome: "conflict",
    });
    await settleAssumption(ctx, { id, version: 2, status: "open", reason: "Asked again" });
    expect((await read(ctx, (tx) => tx.select().from(assumption)))[0]).toMatchObject({
      status: "open",
      statusOn: null,
    });
  });

  test("are edited by those whose they are, and two edits of one field are both seen", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const [owner, viewer, stranger] = [
      await joinAs(db, orgId, "owner"),
      await joinAs(db, orgId, "viewer"),
      await asMember(db),
    ];
    const { id } = await assume(ctx, { statement: "S" });
    const own = await assume(owner.ctx, { statement: "Own" });
    await expect(editAssumption(owner.ctx, { id, version: 1, patch: { note: "x" } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(editAssumption(viewer.ctx, { id, version: 1, patch: { note: "x" } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(editAssumption(stranger.ctx, { id, version: 1, patch: { note: "x" } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await editAssumption(owner.ctx, { id: own.id, version: 1, patch: { note: "Asked" } })).toMatchObject({
      outcome: "saved",
    });
    expect(await editAssumption(ctx, { id: own.id, version: 1, patch: { note: "Also" } })).toMatchObject({
      outcome: "conflict",
    });
    const far = await createRisk(stranger.ctx, riskCreation.parse({ title: "Far" }));
    for (const patch of [{ riskId: far.id }, { initiativeId: randomUUID() }, { ownerId: stranger.memberId }])
      await expect(editAssumption(ctx, { id, version: 1, patch })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("issues", () => {
  test("are worked on, resolved with how, and reopened; one that was a risk keeps its link", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const viewer = await joinAs(db, orgId, "viewer");
    const was = await createRisk(ctx, riskCreation.parse({ title: "Feed stops" }));
    const done = await materialiseRisk(
      ctx,
      riskMaterialising.parse({ id: was.id, version: 1, reason: "Stopped at noon" }),
    );
    const id = done.outcome === "saved" ? done.issue.id : "";
    await editIssue(ctx, { id, version: 1, patch: { status: "in_progress", severity: "red" } });
    expect(await editIssue(ctx, { id, version: 1, patch: { severity: "green" } })).toMatchObject({
      outcome: "conflict",
    });
    await expect(resolveIssue(viewer.ctx, { id, version: 2, resolution: "no" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await resolveIssue(ctx, { id, version: 2, resolution: "Feed restored" })).toMatchObject({
      outcome: "saved",
    });
    await expect(editIssue(ctx, { id, version: 3, patch: { title: "x" } })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await reopenIssue(ctx, { id, reason: "Stopped again" });
    await expect(reopenIssue(ctx, { id, reason: "again" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const [row] = await read(ctx, (tx) => tx.select().from(issue));
    expect(row).toMatchObject({ status: "open", severity: "red", resolvedOn: null, riskId: was.id, version: 4 });
    const { rows } = await listRows(ctx, issueRegister, rowsInput.parse({ columns: ["risk"] }));
    expect(rows[0]?.cells.risk).toEqual({ id: was.id, label: "R-01 Feed stops" });
  });

  test("many at once, and taken back", async ({ db }) => {
    const { ctx: bare } = await asMember(db, "pmo");
    const ctx = { ...bare, timeZone: "UTC" };
    const made = [
      await report(ctx, { title: "One", severity: "green" }),
      await report(ctx, { title: "Two", severity: "red" }),
    ];
    const rows = made.map(({ id }) => ({ id, version: 1 }));
    const { changeId } = await commitBulk(ctx, issueRegister, {
      rows,
      change: { op: "set", column: "severity", value: "amber" },
    });
    expect(await codesIn(ctx, issueRegister, { severity: "amber" })).toEqual(["I-01", "I-02"]);
    await undoBulk(ctx, issueRegister, changeId ?? "");
    expect(await codesIn(ctx, issueRegister, { severity: "amber" })).toEqual([]);
  });
});
