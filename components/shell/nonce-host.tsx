"use client";

import { setNonce } from "get-nonce";

/** Gives the page's nonce to libraries that insert style elements of their own (the scroll lock of dialogs). */
export function NonceHost({ nonce }: { nonce: string | undefined }) {
  if (nonce && typeof window !== "undefined") setNonce(nonce);
  return null;
}
