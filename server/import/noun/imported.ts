import type { Tx } from "@/db/client";
import type { Permission } from "@/domain/access/permission";
import { type ImportMapping, mappingFaults } from "@/domain/import/mapping";
import type { CustomField, Existing, ImportField, ImportNoun } from "@/domain/import/noun";
import type { ImportTakes } from "@/domain/import/permission";
import { type ImportPlan, planSteps } from "@/domain/import/plan";
import { proposeMapping, recallMapping } from "@/domain/import/propose";
import type { SourceTable } from "@/domain/import/read-table";
import type { ImportWords } from "@/domain/import/words";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import type { UndoableTable } from "../../record/undo";

/** What an import makes beside records: custom fields for columns, programs for names. */
export type Made = { fields: CustomField[]; programs: { id: string; name: string }[] };
const NOTHING: Made = { fields: [], programs: [] };

type CellsOf = (column: string) => readonly string[];
type Step = (rows: number) => void;

/** A noun as the server imports it: the declaration, and what only a database knows. */
export type ServerNoun<Values, World> = {
  noun: ImportNoun<Values, World>;
  /** What it takes to write one by hand; an import takes it too. */
  takes: ImportTakes;
  /** Whose roles may import it: those that may do all of these. */
  permissions: readonly Permission[];
  /** Tables an import writes, for its undo. */
  tables: readonly UndoableTable[];
  load(tx: Tx, ctx: OrgContext): Promise<World>;
  /** Every record the importer may see, in the order of creation. */
  existing(tx: Tx, ctx: OrgContext, world: World): Promise<Existing<Values>[]>;
  /** The mapping with ids for what is to be made, and the world as it will be. */
  ready?(mapping: ImportMapping, world: World, cellsOf: CellsOf): { mapping: ImportMapping; world: World; made: Made };
  /** Writes a plan inside a change. `onProgress` is told the rows written so far. */
  write(
    tx: Tx,
    ctx: OrgContext,
    given: { plan: ImportPlan<Values>; world: World; made: Made },
    onProgress: Step,
  ): Promise<void>;
};

export type Planned = {
  plan: ImportPlan;
  mapping: ImportMapping;
  /** Names of what it makes beside records. */
  made: { fields: string[]; programs: string[] };
  write(tx: Tx, ctx: OrgContext, onProgress: Step): Promise<void>;
};

export type Proposed = {
  mapping: ImportMapping;
  reasons: Record<string, string>;
  isRemembered: boolean;
  fields: readonly ImportField[];
  customFields: CustomField[] | null;
  required: string;
  keepsText: boolean;
};

/** A noun as the importer handles it, whatever its records are made of. */
export type ImportedNoun = {
  words: ImportWords;
  takes: ImportTakes;
  permissions: readonly Permission[];
  tables: readonly UndoableTable[];
  /** Looks at what is here; what it gives is worked out without the database. */
  prepare(tx: Tx, ctx: OrgContext, table: SourceTable, kept: ImportMapping | null): Promise<() => Proposed>;
  /** Plans against what `tx` sees, letting other requests in between. @throws AppError BAD_REQUEST for a faulty mapping */
  plan(tx: Tx, ctx: OrgContext, table: SourceTable, given: ImportMapping, onStep?: Step): Promise<Planned>;
};

export function imported<Values, World>(server: ServerNoun<Values, World>): ImportedNoun {
  const { noun, takes, permissions, tables } = server;
  return {
    ...{ words: noun.words, takes, permissions, tables },

    prepare: async (tx, ctx, table, kept) => {
      const world = await server.load(tx, ctx);
      const recalled = kept && recallMapping(noun, kept, table, world);
      const existing = recalled ? [] : await server.existing(tx, ctx, world);
      return () => {
        const proposed = recalled ? null : proposeMapping(noun, table, existing, world);
        const custom = noun.customFields(world);
        return {
          mapping: recalled ?? proposed?.mapping ?? { columns: [], key: [], spacing: "ignore" },
          reasons: proposed?.reasons ?? {},
          isRemembered: recalled !== null,
          fields: noun.fields(world),
          customFields: custom ? [...custom.values()] : null,
          ...{ required: noun.required, keepsText: noun.keepsText },
        };
      };
    },

    plan: async (tx, ctx, table, given, onStep) => {
      const here = await server.load(tx, ctx);
      const { one } = noun.words;
      const faults = mappingFaults(given, table.columns, { one, required: noun.required, fields: noun.fields(here) });
      if (faults.length > 0) throw new AppError("BAD_REQUEST", faults.join(" "));
      const existing = await server.existing(tx, ctx, here);
      const cellsOf: CellsOf = (column) => {
        const at = table.columns.findIndex(({ name }) => name === column);
        return table.rows.map(({ cells }) => cells[at] ?? "");
      };
      const { mapping, world, made } = server.ready?.(given, here, cellsOf) ?? {
        ...{ mapping: given, world: here, made: NOTHING },
      };
      const steps = planSteps({ noun, ...table, mapping, existing, world });
      let step = steps.next();
      while (!step.done) {
        onStep?.(step.value);
        await new Promise((resolve) => setImmediate(resolve));
        step = steps.next();
      }
      const plan = step.value;
      return {
        ...{ plan, mapping },
        made: { fields: made.fields.map(({ label }) => label), programs: made.programs.map(({ name }) => name) },
        write: (to, of, onProgress) => server.write(to, of, { plan, world, made }, onProgress),
      };
    },
  };
}
