"use client";

import { preload } from "react-dom";

/** The two faces every page shows at once; others load when a letter needs them. */
const FACES = [
  new URL("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url),
  new URL("@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2", import.meta.url),
];

/** Asks for the faces with the page itself: text stands in its own face sooner, and nothing moves when it comes. */
export function FontHost() {
  for (const { href } of FACES) preload(href, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  return null;
}
