import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { contentSecurityPolicy, SONNER_STYLE } from "./proxy";

test("the policy allows exactly the style sheet that the installed sonner inserts", async () => {
  const entry = createRequire(import.meta.url).resolve("sonner");
  const source = await readFile(join(dirname(entry), "index.mjs"), "utf8");
  const literal = /__insertCSS\("((?:[^"\\]|\\.)*)"\)/.exec(source)?.[1];
  expect(literal).toBeDefined();
  const css: string = JSON.parse(`"${literal}"`);
  expect(SONNER_STYLE).toBe(`'sha256-${createHash("sha256").update(css).digest("base64")}'`);
});

test("a production page runs no inline or evaluated script and takes no foreign frame", () => {
  const policy = contentSecurityPolicy("abc", false);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
});
