import { BASE, expect, SAMPLE, settled, test } from "./fixture";

const MOST_PAGES = 80;

/** Two addresses show the same page when they differ in what they name only. */
const patternOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replace(/\/AI-\d+/g, "/CODE")
    .replace(/\?.*/, "");

test("no page a person can reach breaks its own policy, and each says what it should", async ({ sampleAs, visit }) => {
  const { page, violations } = await sampleAs("admin");
  const waiting = [`/${SAMPLE}`];
  const seen = new Set<string>();
  while (waiting.length > 0 && seen.size < MOST_PAGES) {
    const path = waiting.shift() ?? "";
    if (seen.has(patternOf(path))) continue;
    seen.add(patternOf(path));
    const answer = await page.goto(path);
    await settled(page);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"], path).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(headers["content-security-policy"], path).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(headers["x-powered-by"], path).toBeUndefined();
    expect(violations, path).toEqual([]);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    waiting.push(...links.filter((href) => !href.startsWith("/api/")));
  }
  for (const known of [
    "",
    "/initiatives",
    "/initiatives/CODE",
    "/models",
    "/models/ID",
    "/packs",
    "/connections",
    "/settings",
    "/settings/members",
  ])
    expect([...seen], known).toContain(`/${SAMPLE}${known}`);

  const stranger = await visit();
  for (const path of ["/sign-in", "/reset", "/invitation/none", "/nowhere"]) {
    await stranger.page.goto(path);
    await stranger.page.locator("h1").first().waitFor();
  }
  expect(stranger.violations).toEqual([]);
}, 240_000);

test("what does break the policy is refused and seen", async ({ sampleAs }) => {
  const { page, violations } = await sampleAs("viewer");
  await page.goto(`/${SAMPLE}`);
  await settled(page);
  const ran = await page.evaluate(async () => {
    const holder = document.createElement("div");
    holder.innerHTML = "<img src=x onerror='window.planted = true'><a href='javascript:window.planted = true'>x</a>";
    document.body.append(holder);
    holder.querySelector("a")?.click();
    setTimeout("window.planted = true");
    await fetch("https://example.invalid/").catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return "planted" in window;
  });
  expect(ran).toBe(false);
  const directives = violations.map((said) => said.split(" ")[1]);
  for (const directive of ["connect-src", "script-src-attr", "script-src-elem", "script-src"])
    expect(directives).toContain(directive);
  violations.length = 0; // planted, so not the story's
});

test("a page cannot be framed, files are typed, and errors do not tell what runs here", async ({ sampleAs }) => {
  const { page, violations } = await sampleAs("viewer");
  await page.goto(`/${SAMPLE}`);
  const script = await page.locator("script[src]").first().getAttribute("src");
  const file = await page.request.get(script ?? "");
  expect(file.headers()["x-content-type-options"]).toBe("nosniff");
  for (const path of ["/api/trpc/nothing.here", "/api/import", "/api/metrics", "//", "/%"]) {
    const answer = await fetch(BASE + path);
    expect(answer.status, path).toBeGreaterThanOrEqual(path === "//" ? 200 : 400);
    expect(answer.status, path).toBeLessThan(500);
    expect(await answer.text(), path).not.toMatch(/node_modules|at \/|PostgresError|stack/);
    expect(answer.headers.get("server"), path).toBeNull();
  }
  await page.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, `/${SAMPLE}`);
  const framed = page.frames().filter((frame) => frame !== page.mainFrame());
  expect(framed.map((frame) => frame.url().split(":")[0])).toEqual(["chrome-error"]);
  violations.length = 0;
});
