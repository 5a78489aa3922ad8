import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { activateMatrixVersion, createMatrixVersion } from "@/server/matrix/commands";
import { assumptionRegister } from "@/server/risk/assumption/columns";
import { closeRisk } from "@/server/risk/commands";
import { issueRegister } from "@/server/risk/issue/columns";
import { resolveIssue } from "@/server/risk/issue/commands";
import { riskRegister } from "@/server/risk/register/columns";
import { commitBulk } from "@/server/table/bulk";
import type { ServerRegister } from "@/server/table/register";
import type { Example } from "./example";
import { MARKER, type World } from "./world";

const pmoOf = ({ member }: World) => ({ ...member("pmo").ctx, timeZone: "UTC" });
const strategy = { op: "set" as const, column: "strategy", value: "reduce" };
const all = { q: "", filter: { all: [] }, archived: "no" as const };

const stricter = {
  ...STARTING_MATRIX,
  grid: STARTING_MATRIX.grid.map((row) => row.map((level) => Math.max(1, level))),
};

/** A version of another matrix. @returns its id */
async function otherVersion(world: World): Promise<string> {
  return (
    await createMatrixVersion(pmoOf(world), { name: `${MARKER} ${randomUUID()}`, definition: stricter, note: "" })
  ).id;
}

/** What matrices answer. */
const matrixExamples: Record<string, Example> = {
  "matrix.list": {
    as: "viewer",
    input: async (world) => {
      await otherVersion(world);
      return {};
    },
  },
  "matrix.createVersion": { as: "pmo", input: () => ({ name: "Strict", definition: stricter }) },
  "matrix.activate": { as: "pmo", input: async (world) => ({ versionId: await otherVersion(world), version: 1 }) },
  "matrix.rerating": { as: "pmo", input: async (world) => ({ versionId: await otherVersion(world) }) },
  "matrix.rerate": {
    as: "pmo",
    input: async (world) => {
      const versionId = await otherVersion(world);
      await activateMatrixVersion(pmoOf(world), { versionId, version: 1 });
      return { versionId, riskIds: [world.ids.risk] };
    },
  },
};

/** What a register of the log answers to everybody. */
const readingExamples = (noun: string, label: string): Record<string, Example> => ({
  [`${noun}.rows`]: {
    as: "viewer",
    input: () => ({ columns: ["code", "overdue"] }),
    proof: ({ answer }) => expect(JSON.stringify(answer)).toContain(MARKER),
  },
  [`${noun}.groups`]: {
    as: "viewer",
    input: () => ({ group: "initiative" }),
    proof: ({ answer }) => expect(answer).toMatchObject({ groups: [{ label: `W-1 ${MARKER} one` }] }),
  },
  [`${noun}.board`]: {
    as: "viewer",
    input: () => ({ board: "level" }),
    proof: ({ answer }) => expect(JSON.stringify(answer)).toContain(MARKER),
  },
  [`${noun}.values`]: {
    as: "viewer",
    input: () => ({ column: "status" }),
    proof: ({ answer }) => expect(answer).toContainEqual(expect.objectContaining({ label })),
  },
});

/** What many rows of one at once answer. */
const bulkExamples = (
  noun: "assumption" | "issue",
  register: ServerRegister<unknown>,
  column: string,
): Record<string, Example> => {
  const change = { op: "set" as const, column, value: "2026-12-24" };
  const rows = (world: World) => [{ id: world.ids[noun], version: 1 }];
  return {
    [`${noun}.bulkPreview`]: {
      as: "pmo",
      input: ({ ids }) => ({ rows: { ids: [ids[noun]] }, change }),
      proof: ({ answer }) =>
        expect(answer).toMatchObject({ changes: [{ name: expect.stringContaining(MARKER) }], refused: [] }),
    },
    [`${noun}.bulkCommit`]: { as: "pmo", input: (world) => ({ rows: rows(world), change }) },
    [`${noun}.bulkUndo`]: {
      as: "pmo",
      input: async (world) => ({
        changeId: (await commitBulk(pmoOf(world), register, { rows: rows(world), change })).changeId ?? "",
      }),
    },
  };
};

const raidExamples: Record<string, Example> = {
  ...readingExamples("raid", "Open"),
  ...readingExamples("assumption", "Not validated yet"),
  ...readingExamples("issue", "Open"),
  ...bulkExamples("assumption", assumptionRegister, "validate"),
  ...bulkExamples("issue", issueRegister, "due"),
  "assumption.create": { as: "owner", input: () => ({ statement: "Coaching goes on" }) },
  "assumption.edit": { as: "pmo", input: ({ ids }) => ({ id: ids.assumption, version: 1, patch: { note: "Asked" } }) },
  "assumption.settle": {
    as: "pmo",
    input: ({ ids }) => ({
      ...{ id: ids.assumption, version: 1, status: "failed", reason: "It ended", raise: { title: "Adoption stalls" } },
    }),
  },
  "issue.create": { as: "mlops", input: () => ({ title: "Feed late", severity: "amber" }) },
  "issue.edit": { as: "pmo", input: ({ ids }) => ({ id: ids.issue, version: 1, patch: { status: "in_progress" } }) },
  "issue.resolve": { as: "pmo", input: ({ ids }) => ({ id: ids.issue, version: 1, resolution: "Feed restored" }) },
  "issue.reopen": {
    as: "pmo",
    input: async (world) => {
      await resolveIssue(pmoOf(world), { id: world.ids.issue, version: 1, resolution: "Too early" });
      return { id: world.ids.issue, reason: "It is late again" };
    },
  },
};

/** What the register of risks, a risk's page and its commands answer. */
export const riskExamples: Record<string, Example> = {
  ...matrixExamples,
  ...raidExamples,
  "risk.rows": { as: "viewer", input: () => ({ columns: ["title", "expected", "overdue", "tag"] }) },
  "risk.groups": {
    as: "viewer",
    input: () => ({ group: "initiative", columns: ["expected"] }),
    proof: ({ answer }) =>
      expect(answer).toMatchObject({
        groups: [{ label: `W-1 ${MARKER} one`, count: 1, subtotals: { expected: 100_000 } }],
      }),
  },
  "risk.board": { as: "viewer", input: () => ({ board: "severity", columns: ["title"] }) },
  "risk.values": {
    as: "viewer",
    input: () => ({ column: "severity" }),
    proof: ({ answer }) => expect(answer).toContainEqual({ value: "red", label: "Red", count: 1 }),
  },
  "risk.bulkPreview": {
    as: "validator",
    input: ({ ids }) => ({ rows: { matching: { ...all, ids: [ids.risk] } }, change: strategy }),
    proof: ({ answer }) =>
      expect(answer).toMatchObject({ changes: [{ name: expect.stringContaining(MARKER) }], refused: [], beyond: 0 }),
  },
  "risk.bulkCommit": {
    as: "pmo",
    input: ({ ids }) => ({ rows: [{ id: ids.risk, version: 1 }], change: strategy }),
  },
  "risk.bulkUndo": {
    as: "pmo",
    input: async (world) => {
      const rows = [{ id: world.ids.risk, version: 1 }];
      return { changeId: (await commitBulk(pmoOf(world), riskRegister, { rows, change: strategy })).changeId ?? "" };
    },
  },
  "risk.get": { as: "viewer", input: ({ ids }) => ({ id: ids.risk }) },
  "risk.on": { as: "viewer", input: ({ ids }) => ({ initiativeId: ids.initiative }) },
  "risk.map": { as: "viewer", input: () => ({}) },
  "risk.exposure": {
    as: "viewer",
    input: () => ({}),
    proof: ({ answer }) => expect(answer).toMatchObject({ now: { figures: { open: 1 } }, before: null }),
  },
  "risk.asks": {
    as: "viewer",
    input: () => ({}),
    proof: ({ answer }) => expect(answer).toMatchObject([{ ask: expect.any(String), expected: expect.any(Number) }]),
  },
  "risk.trend": {
    as: "viewer",
    input: () => ({}),
    proof: ({ answer }) => expect((answer as { open: number }[]).at(-1)).toMatchObject({ open: 1 }),
  },
  "risk.moved": {
    as: "viewer",
    input: () => ({ since: "2020-01-01" }),
    proof: ({ answer }) => expect(answer).toMatchObject({ movements: [{ kind: "new" }] }),
  },
  "risk.choices": {
    as: "viewer",
    input: () => ({}),
    proof: ({ answer }) =>
      expect(answer).toMatchObject({
        currency: "USD",
        categories: [{ key: "patient_safety" }, {}, {}, {}, {}, {}, {}],
      }),
  },
  "risk.create": { as: "mlops", input: () => ({ title: "The feed stops" }) },
  "risk.quickAdd": { as: "owner", input: () => ({ text: "feed stops -> figures age @W-1 p10% $5k" }) },
  "risk.edit": { as: "pmo", input: ({ ids }) => ({ id: ids.risk, version: 1, patch: { title: "Renamed" } }) },
  "risk.assess": {
    as: "validator",
    input: ({ ids }) => ({
      ...{ riskId: ids.risk, kind: "residual", likelihood: 4, impacts: { financial: 3 }, rationale: "Seen again" },
    }),
  },
  "risk.close": { as: "pmo", input: ({ ids }) => ({ id: ids.risk, version: 1, reason: "Cannot happen any more" }) },
  "risk.reopen": {
    as: "pmo",
    input: async (world) => {
      await closeRisk(pmoOf(world), { id: world.ids.risk, version: 1, reason: "By mistake" });
      return { id: world.ids.risk, reason: "Closed by mistake" };
    },
  },
  "risk.materialise": { as: "pmo", input: ({ ids }) => ({ id: ids.risk, version: 1, reason: "It came true" }) },
  "risk.addControl": {
    as: "pmo",
    input: ({ ids }) => ({ riskId: ids.risk, name: "Second reader", kind: "preventive", effectiveness: 0.3 }),
  },
  "risk.editControl": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.control, version: 1, patch: { effectiveness: 0.2 } }),
  },
  "risk.removeControl": { as: "pmo", input: ({ ids }) => ({ id: ids.control }) },
  "risk.addAction": { as: "owner", input: ({ ids }) => ({ riskId: ids.risk, title: "Call the vendor" }) },
  "risk.editAction": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.action, version: 1, patch: { doneOn: "2026-11-09" } }),
  },
  "risk.removeAction": { as: "pmo", input: ({ ids }) => ({ id: ids.action }) },
  "risk.tag": {
    as: "pmo",
    input: ({ ids }) => ({
      riskId: ids.risk,
      add: [{ framework: "owasp-llm", edition: "2026", ref: "LLM03" }],
      remove: [],
    }),
  },
};
