import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: "server-only", replacement: `${root}scripts/test/server-only.mjs` },
      { find: /^@\//, replacement: root },
    ],
  },
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    name: "e2e",
    environment: "node",
    include: ["e2e/**/*.spec.ts"],
    pool: "forks",
    maxWorkers: 1, // browser, web, worker and PostgreSQL already share the machine
    env: { BASE_URL: process.env.BASE_URL ?? "" }, // Vite would set it to its own base, "/"
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
