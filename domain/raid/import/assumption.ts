import { dateCell, type FieldCell, fieldedNoun, nameCell, textCell } from "../../import/fielded";
import type { Names } from "../../import/named";
import { IMPORT_WORDS } from "../../import/words";
import { NOWHERE, type Placed, type PlaceWorld, placeCells, settleOwn, settlePlace } from "../../risk/import/place";
import { RAID_LIMITS } from "../input";

/** Everything an import can set of an assumption. What became of it is said on the assumption itself. */
export type AssumptionValues = Placed & {
  code: string | null;
  statement: string;
  validateBy: string | null;
  /** The risk that follows if it is false. */
  riskId: string | null;
  raisedOn: string | null;
  note: string | null;
};
export type AssumptionWorld = PlaceWorld & { risks: Names };

const CELLS: readonly FieldCell<AssumptionValues, AssumptionWorld>[] = [
  textCell("code", {
    ...{ label: "Code", words: ["code", "id", "assumption id", "ref", "reference"], limit: 60, stays: true },
  }),
  textCell("statement", {
    ...{ label: "Assumption", limit: RAID_LIMITS.text, missing: "What is taken as true is missing." },
    words: ["assumption", "statement", "title", "description", "name"],
  }),
  ...placeCells,
  dateCell("validateBy", { label: "Validate by", words: ["validate by", "due", "due date", "validation date"] }),
  nameCell("risk", {
    ...{ label: "If false", words: ["if false", "risk", "risk if false", "risk code"], noun: "risk" },
    ...{ field: "riskId", names: ({ risks }: AssumptionWorld) => risks },
    how: "Write the code of a risk that you may see.",
  }),
  dateCell("raisedOn", { label: "Raised", words: ["raised", "date raised", "raised on", "identified"], stays: true }),
  textCell("note", { label: "Note", words: ["note", "notes", "comment", "comments"], limit: RAID_LIMITS.text }),
];

/** Assumptions: named by their codes. */
export const ASSUMPTION_IMPORT = fieldedNoun<AssumptionValues, AssumptionWorld>(
  {
    words: IMPORT_WORDS.assumption,
    required: "statement",
    key: { code: "some rows", otherwise: ["statement"] },
    cells: () => CELLS,
    empty: () => ({
      ...NOWHERE,
      ...{ code: null, statement: "", validateBy: null, riskId: null, raisedOn: null, note: null },
    }),
    copy: (values) => ({ ...values }),
    name: ({ statement }) => statement,
    code: ({ code }) => code,
    settle: (next, was, said, world) => {
      next.raisedOn ??= world.today;
      return [...settlePlace(next, was, said, world), ...settleOwn(next, was, world)];
    },
    frozen: () => null,
  },
  [],
);
