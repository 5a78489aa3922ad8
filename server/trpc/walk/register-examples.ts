import { expect } from "vitest";
import type { Role } from "@/domain/access/permission";
import { EVERYTHING } from "@/domain/table/filter";
import { viewInput } from "@/domain/table/input";
import { USUAL_VIEW } from "@/domain/table/view";
import { initiativeRegister } from "@/server/initiative/register/columns";
import { memberRegister } from "@/server/member/register/columns";
import { modelRegister } from "@/server/model/register/columns";
import { chooseView, deleteView, saveView, shareView } from "@/server/saved-view/commands";
import { listViews } from "@/server/saved-view/queries";
import { commitBulk } from "@/server/table/bulk";
import type { Example } from "./example";
import { MARKER, type World } from "./world";

const VIEW = viewInput.parse({ ...USUAL_VIEW, filter: { column: "stage", op: "is", values: ["pilot"] } });
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

/** A view somebody keeps. */
const kept = async (world: World, role: Role) => {
  const made = await saveView(world.member(role).ctx, { noun: "initiative", name: `${MARKER} view`, view: VIEW });
  return { id: "id" in made ? made.id : "", version: 1 };
};
const sharedBy = async (world: World, role: Role) => {
  const view = await kept(world, role);
  await shareView(world.member(role).ctx, { ...view, shared: true });
  return view.id;
};
/** The view that opens for the role. */
const opens: (role: Role) => Example["proof"] =
  (role) =>
  async ({ world, input }) =>
    expect((await listViews(world.member(role).ctx, { noun: "initiative" })).opens).toBe((input as { id: string }).id);

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
  "view.list": {
    as: "viewer",
    input: async (world) => {
      await kept(world, "viewer");
      return { noun: "initiative" };
    },
  },
  "view.opening": {
    as: "executive",
    input: async (world) => {
      const { id } = await kept(world, "executive");
      await chooseView(world.member("executive").ctx, { noun: "initiative", id });
      return { noun: "initiative" };
    },
    proof: ({ answer }) => expect(answer).toMatchObject({ params: "stage=pilot" }),
  },
  "view.save": { as: "viewer", input: () => ({ noun: "member", name: "All", view: {} }) },
  "view.rename": { as: "auditor", input: async (world) => ({ ...(await kept(world, "auditor")), name: "Renamed" }) },
  "view.share": { as: "pmo", input: async (world) => ({ ...(await kept(world, "pmo")), shared: true }) },
  "view.setDefault": {
    as: "viewer",
    input: async (world) => ({ noun: "initiative", id: await sharedBy(world, "pmo") }),
    proof: opens("viewer"),
  },
  "view.setOrganisationDefault": {
    as: "pmo",
    input: async (world) => ({ noun: "initiative", id: await sharedBy(world, "pmo") }),
    proof: opens("viewer"),
  },
  "view.restore": {
    as: "viewer",
    input: async (world) => {
      const view = await kept(world, "viewer");
      await deleteView(world.member("viewer").ctx, view);
      return { id: view.id };
    },
  },
  "view.delete": { as: "viewer", input: (world) => kept(world, "viewer") },
};
