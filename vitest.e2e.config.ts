import { defineConfig } from "vitest/config";
import { base } from "./vitest.base.mjs";

export default defineConfig({
  ...base,
  test: {
    name: "e2e",
    environment: "node",
    include: ["e2e/**/*.spec.ts"],
    pool: "forks",
    maxWorkers: 1, // browser, web, worker and PostgreSQL already share the machine
    env: { BASE_URL: process.env.BASE_URL ?? "" }, // Vite would set it to its own base, "/"
    retry: 1, // a browser on a busy machine; the summary names every story that needed it
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
