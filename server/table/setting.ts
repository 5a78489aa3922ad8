import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import {
  columnsFor,
  columnsWith,
  isCustomKey,
  type RegisterColumn,
  type RegisterDeclaration,
  type Sort,
} from "@/domain/table/column";
import { type Condition, conditionsOf, type Filter, filterFaults, keeping, pruned } from "@/domain/table/filter";
import type { Operator } from "@/domain/table/operator";
import type { Today } from "@/domain/table/relative-date";
import { may, type OrgContext } from "../context";
import { customSql } from "./custom";
import type { ColumnSql, ServerRegister } from "./register";

const RELATIVE: readonly Operator[] = ["last", "next", "this", "overdue"];

type Asked = {
  filter: Filter;
  /** Columns named anywhere else. */
  columns?: readonly string[] | undefined;
  sort?: readonly Sort[] | undefined;
};

/** A request held against the register: known columns, known custom fields, and the day it is for the organisation. */
export type Setting = {
  ctx: OrgContext;
  register: ServerRegister<unknown>;
  columns: readonly RegisterColumn[];
  sqlOf: (key: string) => ColumnSql;
  filter: Filter | null;
  /** Rows of some groups only, with the joins that needs. */
  within?: { is: SQL; needs: readonly string[] } | undefined;
  today: Today | null;
  ignored: string[];
};

type OrganisationFacts = {
  timeZone: string;
  fiscalYearStart: number;
  fields: { id: string; label: string; kind: "text" | "number" | "date" | "choice"; choices: string[] }[];
};

async function factsOf(tx: Tx, noun: string): Promise<OrganisationFacts> {
  const [row] = await tx.execute<OrganisationFacts>(sql`
    select o.time_zone as "timeZone", o.fiscal_year_start as "fiscalYearStart", coalesce((
      select jsonb_agg(jsonb_build_object('id', f.id, 'label', f.label, 'kind', f.kind, 'choices', f.choices) order by f.position, f.id)
      from ${customField} f where f.org_id = o.org_id and f.noun = ${noun} and not f.archived), '[]'::jsonb) as fields
    from organisation o where o.org_id = private.org_id()`);
  return row ?? { timeZone: "UTC", fiscalYearStart: 1, fields: [] };
}

/** The columns this reader may see, custom fields included. One statement where there may be custom fields. */
export async function columnsIn(
  tx: Tx,
  ctx: OrgContext,
  register: ServerRegister<unknown>,
): Promise<readonly RegisterColumn[]> {
  const { declaration } = register;
  const { fields } = declaration.custom ? await factsOf(tx, declaration.noun) : { fields: [] };
  return readable(ctx, columnsWith(declaration, fields));
}

const readable = ({ actor }: OrgContext, columns: readonly RegisterColumn[]) =>
  columnsFor(columns, (permission) => may(actor, permission));

/** The register as this reader knows it: what an address says of columns they may not see is left out. */
export const declarationFor = (ctx: OrgContext, { declaration }: ServerRegister<unknown>): RegisterDeclaration => ({
  ...declaration,
  columns: readable(ctx, declaration.columns),
});

/**
 * Holds a request against the register. Asks the database only when something in it depends on the organisation: a custom
 * field or a relative date. `lenient`: conditions on custom fields that are gone are left out, as a link to them shows more
 * rows; else they are refused.
 * @throws AppError BAD_REQUEST naming column and operator
 */
export async function settingFor(
  tx: Tx,
  ctx: OrgContext,
  register: ServerRegister<unknown>,
  asked: Asked,
  lenient = true,
): Promise<Setting> {
  const { declaration } = register;
  const conditions = conditionsOf(asked.filter);
  const keys = [
    ...conditions.map(({ column }) => column),
    ...(asked.columns ?? []),
    ...(asked.sort ?? []).map(({ key }) => key),
  ];
  const isRelative = conditions.some(({ op }) => RELATIVE.includes(op));
  const custom = declaration.custom === true && keys.some(isCustomKey);
  const facts = isRelative || custom ? await factsOf(tx, declaration.noun) : null;
  const columns = readable(ctx, columnsWith(declaration, facts?.fields ?? []));
  const isGone = (key: string) =>
    declaration.custom === true && isCustomKey(key) && !columns.some((each) => each.key === key);
  const kept = lenient ? keeping(asked.filter, ({ column }: Condition) => !isGone(column)) : asked.filter;
  const [fault] = filterFaults(kept, columns);
  if (fault) throw new AppError("BAD_REQUEST", fault.message);
  const own = register.columns(ctx);
  return {
    ctx,
    register,
    columns,
    filter: pruned(kept),
    ignored: [...new Set(keys.filter(isGone))],
    today: facts && {
      day: dayOf(ctx.asOf ?? ctx.now, facts.timeZone),
      fiscalYearStart: facts.fiscalYearStart,
    },
    sqlOf: (key) => {
      const found = own[key] ?? (register.custom && customSql(register.custom, columns, key));
      if (!found) throw new AppError("BAD_REQUEST", `There is no column “${key.slice(0, 60)}”.`);
      return found;
    },
  };
}

/** @throws AppError BAD_REQUEST for a column nobody declared, or one that cannot be used so */
export function columnOf(
  { columns }: Pick<Setting, "columns">,
  key: string,
  fits: (column: RegisterColumn) => boolean,
  what: string,
): RegisterColumn {
  const column = columns.find((each) => each.key === key);
  if (!column) throw new AppError("BAD_REQUEST", `There is no column “${key.slice(0, 60)}”.`);
  if (!fits(column)) throw new AppError("BAD_REQUEST", `${column.label} cannot be ${what}.`);
  return column;
}
