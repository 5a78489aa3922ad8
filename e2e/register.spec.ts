import { expect, SAMPLE, settled, test } from "./fixture";

test("the register by keyboard: search, move, open; state stays in the address; typos are forgiven", async ({
  sampleAs,
}) => {
  const { page, errors } = await sampleAs("pmo");
  // The page's script comes late: the key, and what is typed after it, count from the first moment.
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.goto(`/${SAMPLE}/initiatives`, { waitUntil: "commit" });
  await page.getByRole("row").nth(3).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("sepsiss");
  await page.waitForURL(/q=sepsiss/);
  await page.getByText("Sepsis early warning").first().waitFor();
  await page.unrouteAll({ behavior: "wait" });
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
