"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type Address, addressFrom, paramsFor, SHOW_ALL } from "@/components/table/asked";
import type { RegisterDeclaration } from "@/domain/table/column";
import { USUAL_VIEW, type ViewState } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";

export type ViewAddress = Address & {
  /** Changes a part of the view and goes to its first page. */
  set: (patch: Partial<ViewState>, how?: "push" | "replace") => void;
  setPage: (page: number) => void;
  /** A saved view by its address; without one the register's usual view, said so where another opens by itself. */
  open: (saved: { id: string; params: string } | null, opensByItself: boolean) => void;
};

/** The view stands in the address, and only there. `ahead` is told where it goes before the page learns of it. */
export function useView(declaration: RegisterDeclaration, ahead: (next: Address) => void): ViewAddress {
  const search = useSearchParams();
  const address = useMemo(() => addressFrom(new URLSearchParams(search), declaration), [search, declaration]);
  /** From what the address says at this moment: the page learns of a change a little later. */
  const go = (next: (now: Address) => Address, how: "push" | "replace" = "push") => {
    const now = new URLSearchParams(window.location.search);
    const params = paramsFor(now, declaration, next(addressFrom(now, declaration)));
    ahead(addressFrom(params, declaration));
    const url = `${window.location.pathname}${params.size > 0 ? `?${params}` : ""}`;
    window.history[how === "push" ? "pushState" : "replaceState"](null, "", url);
  };
  return {
    ...address,
    set: (patch, how) => go((now) => ({ ...now, page: 1, view: { ...now.view, ...patch } }), how),
    setPage: (page) => go((now) => ({ ...now, page })),
    open: (saved, opensByItself) =>
      go(() => ({
        page: 1,
        savedId: saved?.id ?? (opensByItself ? SHOW_ALL : null),
        view: saved ? viewFromParams(readerOf(new URLSearchParams(saved.params)), declaration) : USUAL_VIEW,
      })),
  };
}
