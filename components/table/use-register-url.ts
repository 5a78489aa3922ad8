"use client";

import { useQueryStates } from "nuqs";
import { registerParsers, type Sort } from "@/components/table/register-url";

export type RegisterUrl = {
  q: string;
  sort: Sort | null;
  page: number;
  cols: string[] | null;
  setQuery: (q: string) => void;
  setSort: (sort: Sort | null) => void;
  setPage: (page: number) => void;
  setColumns: (cols: string[] | null) => void;
};

/** The register's part of the address. `server` asks the server for the page again; else the client's query changes. */
export function useRegisterUrl(navigation: "client" | "server" = "client"): RegisterUrl {
  const [state, set] = useQueryStates(registerParsers, { shallow: navigation === "client", scroll: false });
  // nuqs reports a failed navigation through the router; the promise itself only says when the address changed.
  const quietly = (done: Promise<unknown>) => void done.catch(() => undefined);
  return {
    ...state,
    setQuery: (q) => quietly(set({ q: q || null, page: null })),
    setSort: (sort) => quietly(set({ sort, page: null }, { history: "push" })),
    setPage: (page) => quietly(set({ page }, { history: "push" })),
    setColumns: (cols) => quietly(set({ cols })),
  };
}
