"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { RegisterState } from "@/components/table/use-register";
import { formatCount } from "@/components/ui/format";
import { type MenuItem, MenuList } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { MOST_COPIED } from "@/domain/table/view";
import { paramsOf } from "@/domain/table/view-params";

/** The address of an export of exactly what is seen, or of marked rows. */
export function exportHref(
  { org, at, declaration, address }: RegisterState,
  format: "csv" | "xlsx",
  ids?: readonly string[],
): string {
  const { view } = address;
  const params = paramsOf(ids ? { ...view, q: "", filter: { all: [] }, archived: "all" } : view);
  if (ids) params.set("ids", ids.join(","));
  params.set("org", org);
  params.set("noun", declaration.noun);
  params.set("format", format);
  if (at) params.set("at", at);
  return `/api/export?${params}`;
}

export async function copyRows(queries: QueryClient, register: RegisterState, ids?: readonly string[]) {
  try {
    const { copyTable } = await import("@/components/table/copy-table");
    await notify({ message: await copyTable(queries, register, ids) });
  } catch {
    await notify({ message: "Nothing was copied: the browser refused, or the rows could not be read.", tone: "bad" });
  }
}

export type MoreExports = readonly { label: string; href: string; note?: string }[];

/** The entries of the export menu. */
export function ExportList({
  register,
  more = [],
  close,
}: {
  register: RegisterState;
  more: MoreExports | undefined;
  close: () => void;
}) {
  const { org, declaration, locale } = register;
  const total = register.groups?.total ?? register.total ?? 0;
  const queries = useQueryClient();
  const items: MenuItem[] = [
    { label: "Excel", note: "XLSX", href: exportHref(register, "xlsx"), download: true },
    { label: "CSV", href: exportHref(register, "csv"), download: true },
    ...more.map((each) => ({ ...each, download: true })),
    { kind: "rule" },
    {
      kind: "action",
      label: "Copy as table",
      ...(total > MOST_COPIED
        ? { note: `first ${formatCount(MOST_COPIED, locale)} of ${formatCount(total, locale)}` }
        : {}),
      onSelect: () => void copyRows(queries, register),
    },
    { kind: "action", label: "Print", onSelect: () => window.print() },
    { kind: "rule" },
    { label: "Compare with another day", href: `/${org}/compare?noun=${declaration.noun}` },
  ];
  return <MenuList items={items} close={close} />;
}
