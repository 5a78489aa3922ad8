"use client";

import { useRouter, useSearchParams } from "next/navigation";

export type AddressChange = Record<string, string | number | boolean | null>;
type How = {
  /** A step one can go back from; without it the present one is written over. */
  push?: boolean;
  /** Asks the server for the page again; without it only the browser's queries change. */
  fromServer?: boolean;
};

/** The parameters of a page's address, and a way to change some of them; null, "" and false take one out. */
export function useAddress() {
  const search = useSearchParams();
  const router = useRouter();
  const change = (next: AddressChange, { push = false, fromServer = false }: How = {}): void => {
    const params = new URLSearchParams(window.location.search); // newer than what was rendered, after two quick changes
    for (const [name, value] of Object.entries(next)) {
      if (value === null || value === "" || value === false) params.delete(name);
      else params.set(name, String(value));
    }
    const url = `${window.location.pathname}${params.size > 0 ? `?${params}` : ""}${window.location.hash}`;
    if (fromServer) router[push ? "push" : "replace"](url, { scroll: false });
    else window.history[push ? "pushState" : "replaceState"](null, "", url);
  };
  return { search, change };
}

/** The page an address names: the first unless it is a whole number above. */
export function pageIn(search: { get(name: string): string | null }): number {
  const page = Number(search.get("page") ?? 1);
  return Number.isInteger(page) && page > 1 ? page : 1;
}
