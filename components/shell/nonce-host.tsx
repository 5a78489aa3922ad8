"use client";

import { getNonce, setNonce } from "get-nonce";

/**
 * Gives the document's nonce to libraries that insert style elements of their own (the scroll lock of dialogs).
 * Only the first counts: later renders bring the nonce of a later request, which the document does not know.
 */
export function NonceHost({ nonce }: { nonce: string | undefined }) {
  if (nonce && typeof window !== "undefined" && !getNonce()) setNonce(nonce);
  return null;
}
