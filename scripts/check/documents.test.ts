import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentProblems } from "./documents.mjs";

test("dead paths and an overlong page are named, live and generated paths are not", () => {
  const root = mkdtempSync(join(tmpdir(), "documents-"));
  try {
    mkdirSync(join(root, "docs"));
    mkdirSync(join(root, "server"));
    writeFileSync(join(root, "server/main.ts"), "");
    writeFileSync(
      join(root, "README.md"),
      "[a](docs/here.md) [b](docs/gone.md) `server/main.ts` `server/gone.ts` `dist/main.mjs` `text/csv`\n",
    );
    writeFileSync(join(root, "docs/here.md"), "[up](../README.md) [lost](README.md)\n");
    writeFileSync(join(root, "CONTRIBUTING.md"), "line\n".repeat(81));
    expect(documentProblems(root)).toEqual([
      "README.md: docs/gone.md does not exist",
      "README.md: server/gone.ts does not exist",
      "CONTRIBUTING.md: 81 lines, at most 80",
      "docs/here.md: README.md does not exist",
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
