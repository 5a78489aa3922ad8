"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useMay, useShell } from "@/components/providers/use-shell";
import { type RegisterApi, type RowOf, useRegisterApi } from "@/components/table/api";
import { type Address, boardAsked, rowsAsked, scopeAsked } from "@/components/table/asked";
import { openGroups } from "@/components/table/grouped";
import { useView, type ViewAddress } from "@/components/table/use-view";
import { useAt } from "@/components/ui/org-link";
import type { Permission } from "@/domain/access/permission";
import type { BoardAnswer, GroupsAnswer } from "@/domain/table/answer";
import { columnsFor, type RegisterColumn, type RegisterDeclaration, type RegisterNoun } from "@/domain/table/column";
import { isNarrowed, shownColumns } from "@/domain/table/view";

type Given<Noun extends RegisterNoun> = {
  org: string;
  declaration: RegisterDeclaration & { noun: Noun };
  /** Every column at run time, where custom fields add some. */
  columns?: readonly RegisterColumn[] | undefined;
  /** Needed to change rows from the list. */
  edit: Permission | null;
  offers?: Offers;
};

/** What a bulk edit offers for a column that refers to another record: options of a query that answers choices. */
export type Offers = Readonly<Record<string, (find: string) => object>>;

export type RegisterState<Row = { id: string }> = {
  org: string;
  at: string | undefined;
  timeZone: string;
  locale: string | undefined;
  declaration: RegisterDeclaration;
  api: RegisterApi;
  address: ViewAddress;
  columns: readonly RegisterColumn[];
  shown: readonly RegisterColumn[];
  rows: readonly Row[];
  total: number | undefined;
  all: number | undefined;
  groups: GroupsAnswer | undefined;
  board: BoardAnswer | undefined;
  folded: ReadonlySet<string>;
  fold: (values: readonly string[], folded: boolean) => void;
  state: "ready" | "loading" | "error";
  error: string | undefined;
  retry: () => void;
  narrowed: boolean;
  /** The reader may change rows, and looks at today. */
  mayEdit: boolean;
  offers: Offers | undefined;
};

/** Everything a register knows of itself: the view in the address, its rows, and what they come to. */
export function useRegister<Noun extends RegisterNoun>(given: Given<Noun>): RegisterState<RowOf<Noun>> {
  const { org, declaration } = given;
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const { org: organisation } = useShell(org);
  const api = useRegisterApi(declaration.noun);
  const queries = useQueryClient();
  const columns = useMemo(
    () => columnsFor(given.columns ?? declaration.columns, may),
    [given.columns, declaration, may],
  );
  /** Asks for the rows at the click: the page draws itself with the new address first and would ask for them after. */
  const askAhead = ({ view, page }: Address) => {
    if (view.board || view.group) return;
    void queries.prefetchQuery(api.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns) }));
  };
  const address = useView(declaration, askAhead);
  const { view, page } = address;
  const chosen = JSON.stringify(view.columns); // an address read anew names the same columns by others
  const shown = useMemo(() => shownColumns(columns, JSON.parse(chosen)), [columns, chosen]);
  const grouping = columns.find(({ key }) => key === view.group);
  const [kept, setKept] = useState<{ group: string | null; values: ReadonlySet<string> }>(NOTHING_FOLDED);
  const folded = kept.group === view.group ? kept.values : NOTHING_FOLDED.values;

  const isTable = view.board === null;
  const groups = useQuery({
    ...api.groups.queryOptions({
      org,
      at,
      ...scopeAsked(view),
      group: view.group ?? "",
      columns: shown.map(({ key }) => key),
    }),
    enabled: isTable && grouping !== undefined,
    placeholderData: keepPreviousData,
  });
  const inGroups = grouping ? groups.data : undefined;
  const isAllFolded = inGroups?.groups.every(({ value }) => folded.has(value)) ?? false;
  const only = grouping ? openGroups(folded, inGroups?.groups ?? []) : undefined;
  const query = useQuery({
    ...api.rows.queryOptions({ org, at, ...rowsAsked(view, page, columns), ...(only ? { only } : {}) }),
    enabled: isTable && !(isAllFolded && folded.size > 0),
    placeholderData: keepPreviousData,
  });
  const board = useQuery({
    ...api.board.queryOptions({ org, at, ...boardAsked(view, columns) }),
    enabled: !isTable,
    placeholderData: keepPreviousData,
  });
  const shownQuery = isTable ? query : board;
  const isHidden = isAllFolded && folded.size > 0;
  return {
    org,
    at,
    timeZone: organisation?.timeZone ?? "UTC",
    locale: organisation?.locale,
    declaration,
    api,
    address,
    columns,
    shown,
    rows: isHidden || !isTable ? [] : ((query.data?.rows ?? []) as unknown as RowOf<Noun>[]),
    total: isHidden ? 0 : shownQuery.data?.total,
    all: shownQuery.data?.all ?? inGroups?.all,
    groups: isTable ? inGroups : undefined,
    board: isTable ? undefined : board.data,
    folded,
    fold: (values, isFolded) => {
      const next = new Set(folded);
      for (const value of values) {
        if (isFolded) next.add(value);
        else next.delete(value);
      }
      setKept({ group: view.group, values: next });
      if (page > 1) address.setPage(1);
    },
    state:
      shownQuery.isError || (isTable && groups.isError)
        ? "error"
        : isHidden
          ? "ready"
          : shownQuery.isPending || shownQuery.isPlaceholderData
            ? "loading"
            : "ready",
    error: shownQuery.error?.message ?? groups.error?.message,
    retry: () => {
      void shownQuery.refetch();
      if (grouping && isTable) void groups.refetch();
    },
    narrowed: isNarrowed(view),
    mayEdit: given.edit !== null && may(given.edit) && !at,
    offers: given.offers,
  };
}

const NOTHING_FOLDED: { group: string | null; values: ReadonlySet<string> } = { group: null, values: new Set() };
