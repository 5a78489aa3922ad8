import { riskCreation } from "@/domain/risk/input";
import { createRisk } from "@/server/risk/commands";
import { cuttable, startWeb } from "./away";
import { axe, expect, settled, test } from "./fixture";
import { lookLint } from "./look-lint";

test("the database goes away under open pages: they say so, keep what was typed, and go on when it is back", async ({
  freshAs,
}) => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const way = await cuttable(url);
  const through = new URL(url);
  through.port = String(way.port);
  const web = await startWeb(through.href);
  try {
    const { page, context, member } = await freshAs("admin");
    const at = (place: string) => `${web.base}/${member.slug}${place}`;
    const register = await context.newPage();
    await register.goto(at("/initiatives"));
    await settled(register);
    await page.goto(at("/initiatives/new"));
    await settled(page);
    await page.getByLabel("Title").fill("Typed before the fall");

    await way.cut();
    await page.getByRole("button", { name: "Enter initiative" }).click();
    await page.getByText("The database cannot be reached.").waitFor();
    await page.getByText(/Nothing was lost; try again|Look again when it is back/).waitFor();
    expect(await page.getByLabel("Title").inputValue()).toBe("Typed before the fall");
    expect(await axe(page)).toEqual([]);
    expect(await lookLint(page)).toEqual([]);

    const fresh = await context.newPage();
    expect((await fresh.goto(at("/models")))?.status()).toBe(500);
    await fresh.getByText("the page shows itself again as soon as it is back").waitFor();
    expect(await axe(fresh)).toEqual([]);
    await register.bringToFront();
    await register.getByRole("link", { name: "Overview" }).first().click();
    await register.getByText("the page shows itself again as soon as it is back").waitFor();
    expect(await register.getByRole("navigation").first().isVisible()).toBe(true);

    await way.mend();
    await register.getByText("This portfolio is empty").waitFor();
    await fresh.bringToFront();
    await settled(fresh);
    expect(await fresh.locator("h1").first().textContent()).toBe("No model is known yet.");
    await page.bringToFront();
    await page.getByText("The database cannot be reached.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Enter initiative" }).click();
    await page.waitForURL(/\/initiatives\/[^/]+$/);
    await page.getByRole("heading", { level: 1, name: /Typed before the fall/ }).waitFor();
    await register.bringToFront();
    await register.getByText("This portfolio is empty").waitFor({ state: "hidden" }); // live events flow again
  } finally {
    await web.stop();
    await way.cut();
  }
});

test("the page of a risk stays readable without the database, keeps what was typed, and goes on when it is back", async ({
  freshAs,
}) => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const way = await cuttable(url);
  const through = new URL(url);
  through.port = String(way.port);
  const web = await startWeb(through.href);
  try {
    const { page, context, member } = await freshAs("pmo");
    const residual = { likelihood: 3, impacts: { financial: 3 } };
    const title = "Compute outruns the budget";
    const made = await createRisk(member.ctx, riskCreation.parse({ title, category: "financial", residual }));
    const at = `${web.base}/${member.slug}/risks/${made.code}`;
    await page.goto(at);
    await settled(page);
    await page.getByRole("button", { name: "Add a control" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Control").fill("Caps for each use");
    await dialog.getByLabel(/Effectiveness/).fill("40");

    await way.cut();
    await dialog.getByRole("button", { name: "Add control" }).click();
    await page.getByText("The database cannot be reached.").first().waitFor({ state: "attached" });
    expect(await dialog.getByLabel("Control").inputValue()).toBe("Caps for each use");
    expect(await page.getByRole("table", { name: "Scores", includeHidden: true }).textContent()).toContain("likely 4");
    expect(await axe(page)).toEqual([]);

    const fresh = await context.newPage();
    expect((await fresh.goto(at))?.status()).toBe(500);
    await fresh.getByText("the page shows itself again as soon as it is back").waitFor();
    expect(await lookLint(fresh)).toEqual([]);

    await way.mend();
    await fresh.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.bringToFront();
    await page.getByText("The database cannot be reached.").first().waitFor({ state: "hidden" });
    await dialog.getByRole("button", { name: "Add control" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("table", { name: "Controls" }).getByText("Caps for each use").waitFor();
    await fresh.bringToFront();
    await fresh.getByRole("table", { name: "Controls" }).getByText("Caps for each use").waitFor(); // live events flow again
  } finally {
    await web.stop();
    await way.cut();
  }
});
