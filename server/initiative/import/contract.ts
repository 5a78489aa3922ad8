import { randomUUID } from "node:crypto";
import { withNewFields } from "@/domain/import/mapping";
import type { CustomField } from "@/domain/import/noun";
import { distinctValues } from "@/domain/import/option";
import type { Register } from "@/domain/initiative/import/cell";
import { withNewPrograms } from "@/domain/initiative/import/new-program";
import { INITIATIVE_IMPORT } from "@/domain/initiative/import/noun";
import type { InitiativeValues } from "@/domain/initiative/import/values";
import type { ServerNoun } from "../../import/noun/imported";
import { writeFields, writePlan, writePrograms } from "./commands";
import { loadExisting, loadRegister } from "./queries";

export const initiativeImport: ServerNoun<InitiativeValues & { isArchived?: boolean }, Register> = {
  noun: INITIATIVE_IMPORT,
  takes: { created: "initiative:create", changed: "initiative:edit" },
  permissions: ["initiative:edit", "program:edit"],
  tables: ["program", "custom_field", "initiative", "tag", "initiative_person"],
  load: (tx, { orgId }) => loadRegister(tx, orgId),
  existing: (tx, { orgId }) => loadExisting(tx, orgId),

  ready: (given, register, cellsOf) => {
    const named = withNewPrograms(given, cellsOf, () => randomUUID());
    const { mapping, fields: made } = withNewFields(named.mapping, () => randomUUID());
    const fields = made.map(({ id, label, kind, column }): CustomField => {
      const choices = kind === "choice" ? distinctValues(cellsOf(column)).map(({ text }) => text) : [];
      return { id, label, kind, choices };
    });
    const customFields = new Map([...register.customFields, ...fields.map((field) => [field.id, field] as const)]);
    const world = { ...register, programs: [...register.programs, ...named.programs], customFields };
    return { mapping, world, made: { fields, programs: named.programs } };
  },

  write: async (tx, ctx, { plan, made }, onProgress) => {
    await writeFields(tx, ctx.orgId, made.fields);
    await writePrograms(tx, ctx.orgId, made.programs);
    await writePlan(tx, ctx, plan, onProgress);
  },
};
