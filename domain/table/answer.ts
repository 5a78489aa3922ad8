import type { Cells } from "./cell";

/**
 * What the procedures of a register answer. Every noun's router has the same, made by server/table/procedures.ts from
 * its declaration; their inputs are in ./input.ts:
 *
 * - `rows` (rowsInput) → RowsAnswer: a page, how many match, how many there are
 * - `groups` (groupsInput) → GroupsAnswer: heads of groups with counts and subtotals
 * - `board` (boardInput) → BoardAnswer: lanes, each with its count and first cards
 * - `values` (valuesInput) → ValueCount[]: what a column holds, for quick filters and the filter builder
 * - `bulkPreview` (bulkPreviewInput) → BulkPreview; `bulkCommit` (bulkCommitInput) → BulkOutcome; `bulkUndo` ({ changeId })
 * - `columns` → RegisterColumn[], only of a register with custom fields; others know theirs: columnsFor(declaration.columns)
 *
 * GET /api/export?org=…&noun=…&format=csv|xlsx plus the address of the view (and `ids`, `at`) streams exactly what is seen.
 */
export type Row<Extra = unknown> = { id: string; version: number; cells: Cells } & Extra;

export type RowsAnswer<Extra = unknown> = {
  rows: Row<Extra>[];
  /** Rows that match, over all pages. */
  total: number;
  /** Rows there are: what "of 45" says. Of a register that archives, those of the view's kind. */
  all: number;
  page: number;
  pageSize: number;
  /** Columns of conditions, sorts and groups left out because their custom field is gone. */
  ignored: string[];
};

export type Group = {
  /** As a condition names it; "none" is the group of empty values. */
  value: string;
  label: string;
  count: number;
  /** By column; null where no row of the group states a number. */
  subtotals: Readonly<Record<string, number | null>>;
};

/** In the order of the column. `groups` are all there are, up to a cap; `more` counts those beyond it. */
export type GroupsAnswer = { groups: Group[]; more: number; total: number; all: number };

export type Lane<Extra = unknown> = { value: string; label: string; count: number; rows: Row<Extra>[] };
/** Every fixed choice has its lane, empty ones too; the lane of empty values is last. */
export type BoardAnswer<Extra = unknown> = { lanes: Lane<Extra>[]; more: number; total: number; all: number };

export type ValueCount = { value: string; label: string; count: number };

export type BulkRow = { id: string; name: string };
export type BulkPreview = {
  /** Rows that would change, from what to what, each with the version seen. */
  changes: (BulkRow & { version: number; from: string; to: string })[];
  /** Rows that would not, and why, in a sentence. */
  refused: (BulkRow & { why: string })[];
  /** Rows that stand so already. */
  unchanged: number;
  /** Rows that match beyond what one edit takes: they are not in it. */
  beyond: number;
};

export type BulkOutcome = {
  changed: number;
  /** What a rule refused, or what somebody changed since the preview. */
  refused: (BulkRow & { why: string })[];
  /** The one change of them all, to be undone as one; null when nothing changed. */
  changeId: string | null;
};
