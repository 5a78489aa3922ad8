import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

/** What tests and stories resolve alike. */
export const base = {
  resolve: {
    alias: [
      { find: "server-only", replacement: `${root}scripts/test/server-only.mjs` },
      { find: /^@\//, replacement: root },
    ],
  },
  oxc: { jsx: { runtime: /** @type {const} */ ("automatic") } },
};
