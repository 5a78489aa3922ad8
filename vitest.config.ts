import { defineConfig } from "vitest/config";
import { base } from "./vitest.base.mjs";

export default defineConfig({
  ...base,
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    env: { LOG_LEVEL: "silent", SECRETS_KEY: "cG9ydG9sYW4gdGVzdHMsIG5vIHNlY3JldCBhdCBhbGw=" }, // 32 bytes that protect nothing
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["{app,bench,components,domain,emails,scripts}/**/*.test.{ts,tsx}", "*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["{db,server}/**/*.test.{ts,tsx}"],
          globalSetup: ["./db/testing/global-setup.ts"], // PostgreSQL and the migrated template, once a run
        },
      },
    ],
  },
});
