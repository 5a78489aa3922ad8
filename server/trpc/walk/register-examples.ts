import { expect } from "vitest";
import { EVERYTHING } from "@/domain/table/filter";
import { initiativeRegister } from "@/server/initiative/register/columns";
import { memberRegister } from "@/server/member/register/columns";
import { modelRegister } from "@/server/model/register/columns";
import { commitBulk } from "@/server/table/bulk";
import type { Example } from "./examples";
import { MARKER, type World } from "./world";

const all = { q: "", filter: EVERYTHING, archived: "no" as const };
const shows =
  (label: string): Example["proof"] =>
  ({ answer }) =>
    expect(answer).toContainEqual(expect.objectContaining({ label }));
const previews: Example["proof"] = ({ answer }) =>
  expect(answer).toMatchObject({ changes: [{ name: expect.stringContaining(MARKER) }], refused: [], beyond: 0 });

/** A bulk edit that was made, by whoever takes it back. @returns the id of its change */
async function tiered(world: World, noun: "initiative" | "model"): Promise<string> {
  const { ctx } = world.member("admin");
  const register = noun === "initiative" ? initiativeRegister : modelRegister;
  const rows = [{ id: world.ids[noun], version: 1 }];
  const change = { op: "set" as const, column: "tier", value: "3" };
  const done = await commitBulk({ ...ctx, timeZone: "UTC" }, register, { rows, change });
  return done.changeId ?? "";
}

const tier = { op: "set", column: "tier", value: "3" };

/** What every register has. */
export const registerExamples: Record<string, Example> = {
  "initiative.rows": { as: "viewer", input: () => ({ columns: ["title"] }) },
  "initiative.groups": {
    as: "viewer",
    input: () => ({ group: "program" }),
    proof: ({ answer }) => expect(JSON.stringify(answer)).toContain(`${MARKER} program`),
  },
  "initiative.board": { as: "viewer", input: () => ({ board: "stage", columns: ["title"] }) },
  "initiative.values": { as: "viewer", input: () => ({ column: "stage" }), proof: shows("Build") },
  "initiative.columns": { as: "viewer", input: () => ({}) },
  "initiative.bulkPreview": {
    as: "pmo",
    input: ({ ids }) => ({ rows: { ids: [ids.initiative] }, change: tier }),
    proof: previews,
  },
  "initiative.bulkCommit": {
    as: "pmo",
    input: ({ ids }) => ({ rows: [{ id: ids.initiative, version: 1 }], change: tier }),
  },
  "initiative.bulkUndo": { as: "pmo", input: async (world) => ({ changeId: await tiered(world, "initiative") }) },
  "model.rows": { as: "viewer", input: () => ({ columns: ["name"] }) },
  "model.groups": {
    as: "viewer",
    input: () => ({ group: "status" }),
    proof: ({ answer }) => expect(answer).toMatchObject({ groups: [{ value: "live", count: 1 }] }),
  },
  "model.board": { as: "viewer", input: () => ({ board: "health", columns: ["name"] }) },
  "model.values": { as: "viewer", input: () => ({ column: "status" }), proof: shows("live") },
  "model.bulkPreview": {
    as: "mlops",
    input: ({ ids }) => ({ rows: { matching: { ...all, ids: [ids.model] } }, change: tier }),
    proof: previews,
  },
  "model.bulkCommit": { as: "mlops", input: ({ ids }) => ({ rows: [{ id: ids.model, version: 1 }], change: tier }) },
  "model.bulkUndo": { as: "mlops", input: async (world) => ({ changeId: await tiered(world, "model") }) },
  "member.rows": { as: "viewer", input: () => ({ columns: ["role"] }) },
  "member.groups": {
    as: "viewer",
    input: () => ({ group: "role" }),
    proof: ({ answer }) => expect(answer).toMatchObject({ total: 9 }),
  },
  "member.board": { as: "viewer", input: () => ({ board: "role" }) },
  "member.values": { as: "viewer", input: () => ({ column: "role" }), proof: shows("Viewer") },
  "member.bulkPreview": {
    as: "admin",
    input: ({ member }) => ({
      rows: { ids: [member("viewer").memberId] },
      change: { op: "set", column: "role", value: "auditor" },
    }),
    proof: previews,
  },
  "member.bulkCommit": {
    as: "admin",
    input: ({ member }) => ({
      rows: [{ id: member("viewer").memberId, version: 1 }],
      change: { op: "set", column: "role", value: "auditor" },
    }),
  },
  "member.bulkUndo": {
    as: "admin",
    input: async (world) => {
      const rows = [{ id: world.member("viewer").memberId, version: 1 }];
      const change = { op: "set" as const, column: "role", value: "auditor" };
      const ctx = { ...world.member("admin").ctx, timeZone: "UTC" };
      return { changeId: (await commitBulk(ctx, memberRegister, { rows, change })).changeId ?? "" };
    },
  },
};
