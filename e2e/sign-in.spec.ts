import { accountOf, accounts, BASE, describe, expect, SAMPLE, settled, test } from "./fixture";

describe("signing in", () => {
  test.for(accounts())("$role signs in with the keyboard alone", async ({ email, password, role }, { visit }) => {
    const { page, errors } = await visit();
    await page.goto("/sign-in");
    await page.getByLabel("Email address").click();
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    // Who may start an organisation of their own is offered that beside the sample.
    if (role === "admin") await page.getByRole("link", { name: /Cedar Valley Health/ }).click();
    await page.waitForURL(`${BASE}/${SAMPLE}`);
    await settled(page);
    const entries = await page.getByRole("navigation").first().textContent();
    expect(entries?.includes("Connections")).toBe(["admin", "mlops", "auditor"].includes(role));
    // Owners, validators and MLOps leads import risks; who only reads imports nothing.
    expect(entries?.includes("Imports")).toBe(!["executive", "finance", "viewer"].includes(role));
    expect(errors).toEqual([]);
  });

  test("a wrong password is refused without saying what was wrong", async ({ visit }) => {
    const { page } = await visit();
    await page.goto("/sign-in");
    await page.getByLabel("Email address").fill(accountOf("viewer").email);
    await page.getByLabel("Password").fill("certainly-not-this");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    expect(await page.getByLabel("Email address").inputValue()).toBe(accountOf("viewer").email);
  });

  test("a page asked for without a session comes after signing in", async ({ visit }) => {
    const { page } = await visit();
    await page.goto(`/${SAMPLE}/models`);
    await page.waitForURL(/\/sign-in\?next=/);
  });

  test("a revoked session leaves an open page at once", async ({ freshAs, db }) => {
    const { page, member } = await freshAs("pmo");
    await page.goto(`/${member.slug}`);
    await settled(page);
    await db.sql`select private.close_sessions(${member.userId})`;
    await page.waitForURL(/\/sign-in/);
    const answer = await page.request.get(
      `/api/trpc/overview.get?input=${encodeURIComponent(JSON.stringify({ org: member.slug }))}`,
    );
    expect(answer.status()).toBe(401);
  });

  test("a session that ended before the page listened is left too", async ({ freshAs, db }) => {
    const { page, member } = await freshAs("pmo");
    await page.route("**/api/live?*", async (route) => {
      await db.sql`select private.close_sessions(${member.userId})`;
      await route.continue();
    });
    await page.goto(`/${member.slug}`);
    await page.waitForURL(/\/sign-in/);
  });

  test("another organisation's address is not found, and a role sees no page beyond its rights", async ({
    freshAs,
    sampleAs,
  }) => {
    const stranger = await freshAs("admin");
    const response = await stranger.page.goto(`/${SAMPLE}`);
    expect(response?.status()).toBe(404);
    const viewer = await sampleAs("viewer");
    for (const path of ["connections", "imports"])
      expect((await viewer.page.goto(`/${SAMPLE}/${path}`))?.status(), path).toBe(404);
  });
});
