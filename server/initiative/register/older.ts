import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import {
  type FacetInput,
  type InitiativeFilter,
  initiativeFilter,
  type RegisterInput,
} from "@/domain/initiative/register";
import { ATTENTION_LABELS, FILTER_KEYS } from "@/domain/initiative/register-choice";
import { sentenceCase } from "@/domain/shared/sentence";
import { cellText } from "@/domain/table/cell";
import { customKey, NOT_STATED, type RegisterColumn } from "@/domain/table/column";
import type { Condition, Filter } from "@/domain/table/filter";
import { filterInput, type RowScopeInput, rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { listValues } from "../../table/group";
import { initiativeRegister } from "./columns";
import { listInitiatives } from "./queries";

/** Takes a tree of conditions, or the filter of the first register. */
export const olderScope = initiativeFilter.extend({ filter: filterInput.optional() });

/** The filter of the first register as conditions on columns; a tree of them stands for itself. */
export function scopeOf(filter: InitiativeFilter & { filter?: Filter | undefined }): RowScopeInput {
  const { q, archived, ids } = filter;
  if (filter.filter) return { q, filter: filter.filter, archived, ids };

  const is = (column: string, values: readonly string[]): Condition[] =>
    values.length > 0 ? [{ column, op: "is", values }] : [];
  const all: Filter[] = [
    ...FILTER_KEYS.flatMap((key) => is(key, filter[key])),
    ...is("restricted", filter.restricted ? [filter.restricted] : []),
    ...(filter.changed ? [{ column: "updated", op: "at-least" as const, values: [filter.changed] }] : []),
  ];
  return { q, filter: { all }, archived, ids };
}

/** One page as the first register asked for it. */
export async function olderPage(ctx: OrgContext, input: RegisterInput) {
  const { sort, page, pageSize, fields } = input;
  const columns = fields.map(customKey);
  const asked = rowsInput.parse({ ...scopeOf(input), sort: sort ? [sort] : [], columns, page, pageSize });
  const answer = await listInitiatives(ctx, asked);
  return {
    ...answer,
    rows: answer.rows.map(({ cells, ...row }) => {
      const text = (id: string) => {
        const cell = cells[customKey(id)];
        return cell === null || cell === undefined ? null : cellText({ key: id, label: id, kind: "text" }, cell, "UTC");
      };
      return {
        ...row,
        custom: Object.fromEntries(fields.map((id) => [id, text(id)])) as Record<string, string | null>,
      };
    }),
  };
}

/** The choices of one filter as the first register showed them. */
export async function olderChoices(ctx: OrgContext, { facet, find, ...filter }: FacetInput) {
  const { columns }: { columns: readonly RegisterColumn[] } = INITIATIVE_REGISTER;
  const column = columns.find(({ key }) => key === facet);
  const values = await listValues(ctx, initiativeRegister, { ...scopeOf(filter), column: facet, find });
  return values.map(({ value, label, count }) => {
    if (value === NOT_STATED) return { value, label: sentenceCase(label), count };
    if (facet === "attention") return { value, label: ATTENTION_LABELS[value as "any"], count };
    return { value, label: column?.key === "tier" ? `Tier ${label}` : label, count };
  });
}
