import { expect, SAMPLE, settled, test } from "./fixture";

test("the register by keyboard: search, move, open; state stays in the address; typos are forgiven", async ({
  sampleAs,
}) => {
  const { page, errors } = await sampleAs("pmo");
  await page.goto(`/${SAMPLE}/initiatives`);
  await settled(page);
  // A key pressed before the page listens is lost, as on any page: press until the search has the focus.
  const focused = async () => {
    await page.keyboard.press("/");
    return page.evaluate(() => document.activeElement?.tagName);
  };
  await expect.poll(focused, { timeout: 15_000, interval: 300 }).toBe("INPUT");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("sepsiss");
  await page.waitForURL(/q=sepsiss/);
  await page.getByText("Sepsis early warning").first().waitFor();
  await page.keyboard.press("Escape");
  await page.goto(`/${SAMPLE}/initiatives?stage=validation&sort=target`);
  await settled(page);
  const titles = await page.getByRole("row").allInnerTexts();
  expect(titles.join("\n")).toContain("Prior-authorisation triage");
  expect(titles.join("\n")).not.toContain("Bed capacity forecast");
  await page.locator("body").press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/initiatives\/[^?]+/);
  await settled(page);
  await page.goBack();
  await page.waitForURL(/stage=validation/);
  expect(errors).toEqual([]);
});

test("the export holds exactly the filtered rows, with formulas made harmless", async ({ sampleAs }) => {
  const { page } = await sampleAs("pmo");
  const answer = await page.request.get(`/api/export?org=${SAMPLE}&stage=validation`);
  expect(answer.headers()["content-type"]).toContain("text/csv");
  const lines = (await answer.text()).trim().split(/\r?\n/);
  expect(lines).toHaveLength(8);
  expect(lines.slice(1).every((line) => !/(^|,)[=+@]/.test(line))).toBe(true);
});
