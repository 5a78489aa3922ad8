import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cruise, unseenOf } from "./arrows.mjs";

const project = resolve(import.meta.dirname, "../..");
const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)(`${project}/.dependency-cruiser.cjs`);
const folders: string[] = [];

/** A small project of its own, with stand-ins for the packages the rules name. */
function plant(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "arrows-"));
  folders.push(root);
  const packages = ["zod", "drizzle-orm", "postgres", "inngest", "next"].flatMap((name) => [
    [
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", type: "module", exports: "./index.js" }),
    ],
    [`node_modules/${name}/index.js`, "export const it = 1;"],
  ]);
  const config = {
    compilerOptions: { module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", paths: { "@/*": ["./*"] } },
  };
  const all = [...packages, ["tsconfig.json", JSON.stringify(config)], ...Object.entries(files)];
  for (const [path = "", content = ""] of all) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const value = (path: string) => `import { it } from "${path}";\nexport const mine = it;\n`;
const leaf = "export const it = 1;\n";

/** For each rule: first the file that breaks it, then what it needs. All are planted in one tree, so names differ. */
const violations: Record<string, Record<string, string>> = {
  "no-cycles": {
    "domain/a.ts": `import { b } from "@/domain/b";\nexport const a = () => b;\n`,
    "domain/b.ts": `import { a } from "@/domain/a";\nexport const b = () => a;\n`,
  },
  "domain-is-pure": {
    "domain/risk/score.ts": `import { readFileSync } from "node:fs";\nexport const it = readFileSync;\n`,
  },
  "db-knows-only-domain": { "db/schema/risk.ts": value("@/server/risk/queries"), "server/risk/queries.ts": leaf },
  "browser-gets-no-server-code": { "components/risk/list.tsx": value("@/server/risk/queries") },
  "browser-gets-one-server-type": {
    "components/risk/row.tsx": `import type { Row } from "@/server/model/queries";\nexport const row = (r: Row) => r;\n`,
    "server/model/queries.ts": "export type Row = { id: string };\n",
  },
  "browser-gets-no-library": {
    "components/risk/starters.tsx": value("@/domain/risk/starter/library"),
    "domain/risk/starter/library.ts": leaf,
  },
  "shared-components-know-no-noun": {
    "components/ui/button.tsx": value("@/components/vendor/list"),
    "components/vendor/list.tsx": leaf,
  },
  "pages-go-through-trpc": { "app/page.tsx": value("@/server/risk/queries") },
  "routers-have-no-sql": { "server/risk/router.ts": value("drizzle-orm") },
  "connectors-have-no-db": { "server/connector/mlflow/client.ts": value("@/db/client"), "db/client.ts": leaf },
  "pdf-and-email-only-print": { "server/pack/pdf/cover.tsx": value("@/server/risk/queries") },
  "no-next-below-the-edge": { "server/risk/commands.ts": value("next") },
  "modules-meet-at-queries-and-commands": {
    "server/tag/queries.ts": value("@/server/model/router"),
    "server/model/router.ts": leaf,
  },
  "sample-model-stands-alone": { "server/sample-model/main.ts": value("@/db/client") },
  "tests-stay-tests": { "server/tag/commands.ts": value("@/server/testing"), "server/testing.ts": leaf },
  "launcher-needs-no-package": { "scripts/launch/start.mjs": value("zod") },
};

test("each rule has a planted violation", () => {
  expect(Object.keys(violations).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
});

describe("each planted violation is caught", async () => {
  const files = Object.assign({}, ...Object.values(violations));
  const found = await cruise(plant(files), project);

  test.each(Object.entries(violations).map(([rule, files]) => [rule, Object.keys(files)[0]]))("%s", (rule, guilty) => {
    const offenders = found.violations.filter((violation) => violation.rule === rule).map(({ from }) => from);
    expect(offenders).toContain(guilty);
  });

  test("every planted file was looked at", () => {
    expect(found.unseen).toEqual([]);
    expect(found.modules).toBeGreaterThanOrEqual(Object.keys(files).length);
  });
});

test("what is allowed passes", async () => {
  const root = plant({
    "app/page.tsx": value("@/components/risk/list"),
    "components/risk/list.tsx": `import type { Router } from "@/server/trpc/root";\nexport const it = (r: Router) => r;\n`,
    "server/trpc/root.ts": `import { mine } from "@/server/risk/router";\nexport type Router = typeof mine;\n`,
    "server/risk/router.ts": value("@/server/risk/commands"),
    "server/risk/commands.ts": `import { mine as it } from "@/server/model/queries";\nexport { it };\n`,
    "server/model/queries.ts": `import { it } from "drizzle-orm";\nimport { mine } from "@/db/client";\nexport { it, mine };\n`,
    "db/client.ts": value("postgres"),
    "domain/risk/score.ts": value("zod"),
  });
  expect((await cruise(root, project)).violations).toEqual([]);
}, 120_000);

test("a file that was not looked at is named", () => {
  expect(unseenOf(["domain/a.ts", "domain/b.ts"], [{ source: "domain/a.ts" }])).toEqual(["domain/b.ts"]);
});
