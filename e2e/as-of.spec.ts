import { expect, SAMPLE, settled, test } from "./fixture";

/** The last day of the quarter before this one. */
function lastQuarterEnd(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3, 0)).toISOString().slice(0, 10);
}

test("any page as of last quarter: a banner, other figures, no edit controls, kept along every link", async ({
  sampleAs,
}) => {
  const { page, errors } = await sampleAs("pmo");
  const at = lastQuarterEnd(new Date());
  await page.goto(`/${SAMPLE}`);
  await settled(page);
  const now = await page.locator("main").textContent();
  await page.getByRole("button", { name: /as of/i }).first().click();
  await page.getByText("End of last quarter").click();
  await page.waitForURL(new RegExp(`at=${at}`));
  await page
    .getByText(/As recorded on/)
    .first()
    .waitFor();
  await settled(page);
  await page.waitForFunction((before) => document.querySelector("main")?.textContent !== before, now);

  await page.getByRole("link", { name: "Initiatives", exact: false }).first().click();
  await page.waitForURL(new RegExp(`/initiatives\\?.*at=${at}`));
  await settled(page);
  expect(await page.getByRole("link", { name: /new initiative/i }).count()).toBe(0);
  await page.goto(`/${SAMPLE}/initiatives/AI-07?at=${at}`);
  await settled(page);
  expect(await page.getByRole("button", { name: /change stage|archive/i }).count()).toBe(0);
  await page.goto(`/${SAMPLE}/models?at=${at}`);
  await settled(page);
  await page
    .getByText(/As recorded on/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
});
