import type { Page } from "playwright-core";
import { axe, describe, expect, settled, test } from "./fixture";

/** The map's own control: arrows step from risk to risk, M moves the one that is read out. */
const stepper = (page: Page) => page.getByRole("slider", { name: "Likelihood against impact: choose a risk" });

async function addByLine(page: Page, line: string): Promise<void> {
  await page.getByLabel("What might happen").fill(line);
  await page.getByRole("button", { name: "Add another" }).click();
  await page
    .getByText(/R-\d+ was added\./)
    .first()
    .waitFor();
}

describe("risks", () => {
  test("are added by one line, assessed, moved on the map by keys, and found again in the register", async ({
    freshAs,
  }) => {
    const { page, member, errors } = await freshAs("pmo");
    const home = `/${member.slug}/risks`;
    await page.goto(home);
    await page.waitForURL(/status=open/);
    await page.getByRole("heading", { name: "No risk is open." }).waitFor();
    await page.getByText("No risk is recorded yet").waitFor();

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("add a risk");
    await page.getByRole("option", { name: "Add a risk" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByLabel("What might happen").fill("feed stops -> figures age p40% $250k/$100k/$900k");
    await page.getByText(/low, likely and high must ascend/).waitFor();
    await addByLine(page, "Lab recodes lactate -> recall falls -> late treatment #financial p40% $100k/$250k/$900k");
    await page.getByLabel("What might happen").fill("Use grows -> tokens pass the plan #financial p10% $50k");
    await page.getByText("“Use grows”: Use grows → tokens pass the plan, financial, 10 % likely, $50 k.").waitFor();
    await page.getByRole("button", { name: "Add and open" }).click();
    await page.waitForURL(/\/risks\/[0-9a-f-]{36}/);
    await page.getByText("R-02").first().waitFor();

    const line = (title: RegExp) =>
      page.getByRole("table", { name: "risks", exact: true }).getByRole("row", { name: title });
    await page.goto(home);
    await page.getByRole("heading", { name: /^Expected loss is/ }).waitFor();
    await page.getByText(/Two open risks without a residual assessment/i).waitFor();
    await line(/Recall falls/).waitFor();

    for (const [likelihood, impact, title] of [
      [2, 4, "Recall falls"],
      [1, 1, "Use grows"],
    ] as const) {
      await page.goto(`${home}?status=open`);
      await line(new RegExp(title)).getByRole("link").first().click();
      await page.waitForURL(/\/risks\/[0-9a-f-]{36}/);
      await page
        .getByRole("button", { name: /^Assess/ })
        .first()
        .click();
      await page.getByRole("dialog").locator(`[data-cell="${likelihood}-${impact}"]`).click();
      await page.getByRole("button", { name: "Save assessment" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }

    await page.goto(home);
    await settled(page);
    await stepper(page).focus();
    await expect.poll(() => stepper(page).getAttribute("aria-valuetext")).toMatch(/^R-01, Recall falls/);
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(() => stepper(page).getAttribute("aria-valuetext"))
      .toBe("Moving R-01 to likely × severe. Enter to choose, Escape to leave it.");
    await page.keyboard.press("Escape");
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Rationale/).fill("Recall fell under its floor on two wards.");
    await dialog.getByRole("button", { name: "Save assessment" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => stepper(page).getAttribute("aria-valuetext")).toMatch(/likely and severe.*[Ss]core 20/);
    expect(await axe(page)).toEqual([]);

    await page.getByRole("button", { name: /^Table view of Likelihood/ }).click();
    await page.getByRole("link", { name: /1 at likely × severe/ }).click();
    await page.waitForURL(/likelihood=4&impact=5/);
    await line(/Recall falls/).waitFor();
    expect(await line(/Use grows/).count()).toBe(0);
    expect(await axe(page)).toEqual([]);

    await page
      .getByRole("link", { name: /Recall falls/ })
      .first()
      .click();
    await page.waitForURL(/\/risks\/[0-9a-f-]{36}/);
    await page.getByText("Recall fell under its floor on two wards.").first().waitFor();
    expect(errors).toEqual([]);
  });

  test("of an initiative stand on its page and are told on the overview", async ({ sampleAs }) => {
    const { page, errors } = await sampleAs("viewer");
    await page.goto("/cedar-valley");
    await settled(page);
    await page.getByText("Risks beyond appetite").first().waitFor();
    await page
      .getByRole("link", { name: /^Risks/ })
      .first()
      .click();
    await page.waitForURL(/\/risks\?status=open/);
    await settled(page);
    expect(await page.getByRole("button", { name: /New risk/ }).count()).toBe(0);
    await page.getByText("Exposure over 12 months").first().waitFor();
    expect(errors).toEqual([]);
  });

  test("tell an executive what is asked and how the portfolio went, as of any day", async ({ sampleAs }) => {
    const { page, errors } = await sampleAs("executive");
    await page.goto("/cedar-valley/risks?status=open");
    await settled(page);
    const asks = page.getByRole("region", { name: "What is asked" });
    await expect.poll(() => asks.getByRole("row").count()).toBe(11); // ten and their head
    expect(await asks.textContent()).toMatch(/of the ten largest risks waits? for a decision|None of the ten/);
    await asks.getByRole("link", { name: /^Overdue actions: \d+/ }).click();
    await page
      .getByRole("button", { name: /Actions overdue is at least 1/ })
      .first()
      .waitFor();
    await page.goBack();
    await settled(page);
    const course = page.getByRole("region", { name: "Course of the portfolio" });
    const drawn = course.getByRole("img");
    await drawn.waitFor();
    const now = await drawn.getAttribute("aria-label");
    expect(now).toMatch(/^Since .* the expected loss (rose|fell|stayed) .*red/);
    await course.getByRole("button", { name: /^Table/ }).click();
    const rows = course.getByRole("row");
    await rows.nth(3).waitFor();
    const [ended, before] = [await rows.nth(1).textContent(), await rows.nth(2).textContent()];
    expect(ended).not.toBe(before);
    expect(await axe(page)).toEqual([]);

    const day = new Date();
    const monthEnd = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 0)).toISOString().slice(0, 10);
    await page.goto(`/cedar-valley/risks?status=open&at=${monthEnd}`);
    await settled(page);
    await course.getByRole("button", { name: /^Table/ }).click();
    // What was the month's end then is the instant looked at now: the same figures.
    await expect
      .poll(async () => (await rows.nth(1).textContent())?.replace(/^.*\d{4}/, ""))
      .toBe(before?.replace(/^.*\d{4}/, ""));
    expect(errors).toEqual([]);
  });
});
