import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { getImport } from "@/server/import/queries";
import { getInitiative } from "@/server/initiative/queries";
import { getPack } from "@/server/pack/queries";
import { type Example, gives, nothing, ref } from "./example";
import { monitoringExamples } from "./monitoring-examples";
import { organisationExamples } from "./organisation-examples";
import { personExamples } from "./person-examples";
import { registerExamples } from "./register-examples";
import { riskExamples } from "./risk-examples";
import { riskPageExamples } from "./risk-page-examples";
import { riskRuleExamples } from "./risk-rule-examples";
import { buildingPack, builtPack, mailedPack, renamedInitiative, runningImport, writtenImport } from "./state";
import { subjectExamples } from "./subject-examples";
import { MARKER } from "./world";

export const examples: Record<string, Example> = {
  ...personExamples,
  ...organisationExamples,
  ...monitoringExamples,
  ...subjectExamples,
  ...registerExamples,
  ...riskExamples,
  ...riskRuleExamples,
  ...riskPageExamples,
  "overview.get": { as: "viewer", input: nothing },
  "pack.list": { as: "pmo", input: nothing },
  "pack.get": { as: "pmo", input: ref("pack") },
  "pack.forums": { as: "pmo", input: nothing },
  "pack.changes": {
    as: "pmo",
    input: ({ ids }) => ({ ids: [ids.pack] }),
    proof: ({ world, answer }) => expect(answer).toMatchObject({ [world.ids.pack]: { added: 2 } }), // of three, one is restricted
  },
  "pack.readers": { as: "pmo", input: nothing },
  "pack.sends": {
    as: "executive",
    input: async (world) => {
      await mailedPack(world);
      return { id: world.ids.pack };
    },
  },
  "pack.openLink": {
    as: "executive",
    input: async (world) => ({ token: await mailedPack(world) }),
    proof: ({ world, answer }) => expect(answer).toEqual({ outcome: "open", packId: world.ids.pack }),
  },
  "pack.send": {
    as: "pmo",
    input: ({ ids, member }) => ({ id: ids.pack, memberIds: [member("executive").memberId] }),
  },
  "pack.verify": {
    as: "pmo",
    input: async (world) => ({ id: await builtPack(world) }),
    proof: gives({ data: true, file: true }),
  },
  "pack.request": { as: "pmo", input: nothing },
  "pack.cancel": {
    as: "pmo",
    input: async (world) => ({ id: await buildingPack(world) }),
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await getPack(world.member("pmo").ctx, { id })).toMatchObject({ status: "failed", error: "Cancelled." });
    },
  },
  "initiative.summary": { as: "viewer", input: nothing },
  "initiative.get": { as: "viewer", input: ref("initiative") },
  "initiative.courses": { as: "viewer", input: ({ ids }) => ({ ids: [ids.initiative] }) },
  "initiative.measures": {
    as: "viewer",
    input: ref("initiative"),
    proof: ({ answer }) => expect(answer).toMatchObject({ measures: expect.any(Array) }), // the world's one point grows old
  },
  "initiative.choices": { as: "pmo", input: nothing },
  "initiative.activity": { as: "viewer", input: ref("initiative") },
  "initiative.create": { as: "pmo", input: () => ({ title: "A new one" }) },
  "initiative.edit": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.initiative, version: 1, patch: { title: "Renamed" } }),
  },
  "initiative.changeStage": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.initiative, version: 1, stage: "validation", reason: "It is built." }),
  },
  "initiative.archive": { as: "pmo", input: ({ ids }) => ({ id: ids.initiative, reason: "No longer wanted." }) },
  "initiative.restore": { as: "pmo", input: ({ ids }) => ({ id: ids.archived, reason: "Wanted again." }) },
  "initiative.undo": {
    as: "pmo",
    input: async (world) => ({ id: world.ids.initiative, changeId: await renamedInitiative(world) }),
    proof: async ({ world }) =>
      expect(await getInitiative(world.member("pmo").ctx, world.ids.initiative)).toMatchObject({
        title: `${MARKER} one`,
      }),
  },
  "compare.days": { as: "viewer", input: () => ({ noun: "initiative", from: "2020-01-01" }) },
  "search.find": { as: "viewer", input: () => ({ q: MARKER }) },
  "search.recent": { as: "viewer", input: ({ ids }) => ({ refs: [{ noun: "initiative", ref: ids.initiative }] }) },
  "program.list": { as: "viewer", input: nothing },
  "program.create": { as: "pmo", input: () => ({ name: `Program ${randomUUID()}` }) },
  "program.rename": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, name: "Renamed" }) },
  "program.direct": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, directorId: null }) },
  "program.move": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, parentId: null }) },
  "customField.list": { as: "viewer", input: nothing },
  "customField.create": { as: "pmo", input: () => ({ label: `Field ${randomUUID()}`, kind: "text" }) },
  "customField.edit": {
    as: "pmo",
    input: ({ ids }) => ({ fieldId: ids.field, version: 1, label: "Renamed", choices: ["a", "b", "c"] }),
  },
  "customField.archive": { as: "pmo", input: ({ ids }) => ({ fieldId: ids.field, version: 1, archived: true }) },
  "import.list": { as: "pmo", input: nothing },
  "import.get": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.prepare": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.values": {
    as: "pmo",
    input: ({ upload }) => ({ id: upload.id, column: "Stage" }),
    proof: gives({ total: 1, values: [{ text: "Build", rows: 1 }] }),
  },
  "import.sheet": {
    as: "pmo",
    input: ({ book }) => ({ id: book.id, sheet: "Two" }),
    proof: gives({ file: { sheet: { name: "Two" }, rows: 1 } }),
  },
  "import.plan": { as: "pmo", input: ({ upload, mapping }) => ({ id: upload.id, mapping }) },
  "import.commit": {
    as: "pmo",
    input: ({ upload }) => ({
      id: upload.id,
      rows: "all",
      counts: { created: 1, changed: 0, unchanged: 0, rejected: 0 },
    }),
  },
  "import.cancel": {
    as: "pmo",
    input: async (world) => ({ id: await runningImport(world) }),
    proof: async ({ world }) =>
      expect(await getImport(world.member("pmo").ctx, { id: world.upload.id })).toMatchObject({
        status: "planned",
        error: expect.stringContaining("stopped"),
      }),
  },
  "import.undo": {
    as: "pmo",
    input: async (world) => ({ id: await writtenImport(world) }),
    proof: async ({ world, answer }) => {
      expect(answer).toMatchObject({ rows: 1 });
      expect(await getImport(world.member("pmo").ctx, { id: world.upload.id })).toMatchObject({ status: "undone" });
    },
  },
};
