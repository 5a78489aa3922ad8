"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False until the page takes input: a form sent before that would go to the server as it stands. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
