import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { contentSecurityPolicy, proxy, SECURITY_HEADERS, SONNER_STYLE } from "./proxy";

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

test("each answer has a nonce of its own, which the page is told, and every header", () => {
  const answers = Array.from({ length: 50 }, () => proxy(new NextRequest("http://localhost:3000/cedar-valley")));
  const nonces = answers.map(
    (answer) => /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1],
  );
  expect(new Set(nonces).size).toBe(50);
  for (const nonce of nonces) expect(Buffer.from(nonce ?? "", "base64").length).toBe(18);
  for (const [index, answer] of answers.entries()) {
    expect(answer.headers.get("x-middleware-request-x-nonce")).toBe(nonces[index]);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(answer.headers.get(name)).toBe(value);
  }
  expect(SECURITY_HEADERS).toMatchObject({ "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff" });
});

test("only a page that was reached by https asks to be reached so again", () => {
  const plain = proxy(new NextRequest("http://localhost:3000/"));
  expect(plain.headers.has("strict-transport-security")).toBe(false);
  const secure = proxy(new NextRequest("http://localhost:3000/", { headers: { "x-forwarded-proto": "https" } }));
  expect(secure.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});

test("what a stranger writes into the headers of a page's own does not reach it", () => {
  const answer = proxy(
    new NextRequest("http://localhost:3000/", { headers: { "x-nonce": "mine", "x-path": "//evil.example" } }),
  );
  expect(answer.headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
  expect(answer.headers.get("x-middleware-request-x-path")).toBe("/");
});
