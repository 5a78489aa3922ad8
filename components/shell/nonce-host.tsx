"use client";

import { getNonce, setNonce } from "get-nonce";

/** Without this zod tries to compile a function to see whether it may; the page's policy refuses and the browser reports it. */
function spareZodTheProbe() {
  const place = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
  place.__zod_globalConfig ??= {};
  place.__zod_globalConfig.jitless = true;
}
if (typeof window !== "undefined") spareZodTheProbe();

/**
 * Gives the document's nonce to libraries that insert style elements of their own (the scroll lock of dialogs).
 * Only the first counts: later renders bring the nonce of a later request, which the document does not know.
 */
export function NonceHost({ nonce }: { nonce: string | undefined }) {
  if (nonce && typeof window !== "undefined" && !getNonce()) setNonce(nonce);
  return null;
}
