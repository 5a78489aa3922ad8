import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { activateMatrixVersion, createMatrixVersion } from "@/server/matrix/commands";
import { closeRisk } from "@/server/risk/commands";
import { riskRegister } from "@/server/risk/register/columns";
import { commitBulk } from "@/server/table/bulk";
import type { Example } from "./examples";
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

/** What the register of risks, a risk's page and its commands answer. */
export const riskExamples: Record<string, Example> = {
  ...matrixExamples,
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
  "risk.moved": {
    as: "viewer",
    input: () => ({ since: "2020-01-01" }),
    proof: ({ answer }) => expect(answer).toMatchObject({ movements: [{ kind: "new" }] }),
  },
  "risk.courses": { as: "viewer", input: ({ ids }) => ({ ids: [ids.risk] }) },
  "risk.starters": {
    as: "viewer",
    input: () => ({}),
    proof: ({ answer }) =>
      expect((answer as { starters: object[] }).starters).toContainEqual(
        expect.objectContaining({ id: "silent-drift", copies: 1 }),
      ),
  },
  "risk.suggestions": {
    as: "viewer",
    input: ({ ids }) => ({ initiativeId: ids.initiative }),
    proof: ({ answer }) => expect(answer).toEqual({ sentence: null, suggestions: [] }), // it says nothing to go by
  },
  "risk.taxonomy": {
    as: "viewer",
    input: () => ({ framework: "owasp-llm", edition: "2026" }),
    proof: ({ answer }) =>
      expect((answer as { entries: object[] }).entries[0]).toMatchObject({ ref: "LLM01", risks: 1 }),
  },
  "risk.taxonomyEntry": {
    as: "viewer",
    input: () => ({ framework: "owasp-llm", edition: "2026", ref: "LLM01" }),
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
    input: ({ ids }) => ({ riskId: ids.risk, add: [{ framework: "mit", edition: "2025", ref: "7.3" }], remove: [] }),
  },
};
