import { axe, expect, SAMPLE, settled, test } from "./fixture";

test("a point says where it comes from; a rule says how often it would have fired, then fires", async ({
  sampleAs,
}) => {
  const { page, errors } = await sampleAs("mlops");
  await page.goto(`/${SAMPLE}/models?q=Sepsis`);
  await settled(page);
  await page.getByRole("link", { name: "Sepsis early warning" }).first().click();
  await page.waitForURL(/\/models\/[0-9a-f-]{36}/);
  await settled(page);

  const card = page.getByRole("complementary", { name: "The chosen point" });
  await card.getByText(/sha256/).waitFor();
  const before = await card.getByRole("heading").textContent();
  await page.getByRole("slider").focus();
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(
    (old) => document.querySelector("aside[aria-label='The chosen point'] h2")?.textContent !== old,
    before,
  );
  expect(await card.textContent()).toMatch(/Pulled at[\s\S]*State[\s\S]*Response[\s\S]*Recorded/);
  expect(page.url()).toMatch(/point=\d+/);

  // Pointing at the chart says the nearest value and its day; a click there chooses that point.
  const chart = page.locator("#measure figure");
  const place = await chart.boundingBox();
  if (!place) throw new Error("there is no chart");
  const [x, y] = [place.x + place.width * 0.4, place.y + place.height / 2];
  await page.mouse.move(x, y);
  await chart.locator(".recharts-line-curve").first().waitFor();
  await page.mouse.move(x + 2, y);
  const tooltip = chart.locator(".recharts-tooltip-wrapper");
  await tooltip.getByText(/^\d{1,2} \w{3} \d{4}$/).waitFor();
  const [, day, month, year] = /(\d{1,2}) (\w{3})\w* (\d{4})$/.exec((await tooltip.textContent()) ?? "") ?? [];
  await page.mouse.click(x + 2, y);
  const chosen = card.getByRole("heading", { name: new RegExp(`${day} ${month}\\w* ${year}`) });
  await chosen.waitFor();

  const limit = Math.round(1e5 * (0.001 + Math.random() / 1000)) / 1e5; // told apart from that of another run
  await page.getByRole("button", { name: "+ Rule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Measure", { exact: true }).selectOption({ label: "Score drift, PSI" });
  await dialog.getByLabel("What is bad").selectOption("high");
  await dialog.getByLabel("Critical limit").fill(String(limit));
  await dialog.getByLabel("Warning limit").fill(String(2 * limit));
  await dialog.getByText(/must not be on the near side of the warning limit/).waitFor();
  expect(await dialog.getByRole("button", { name: "Save the rule" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Warning limit").fill(String(limit / 2));
  await dialog.getByText(/It would have fired once in the last 90 days; since .* it would fire still/).waitFor();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  const row = page.getByRole("row", { name: new RegExp(`Score drift, PSI ${limit} or more`) });
  await row.getByText(/firing/).waitFor({ timeout: 60_000 }); // by the job that looks at rules, without a reload

  await row.getByRole("button").click();
  await page
    .getByRole("dialog")
    .getByLabel(/The rule is active/)
    .uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Save the rule" }).click();
  await row.getByText("disabled").waitFor();
  expect(errors).toEqual([]);

  const reader = await sampleAs("executive");
  await reader.page.goto(page.url());
  await settled(reader.page);
  for (const name of ["+ Rule", "Edit model"]) expect(await reader.page.getByRole("button", { name }).count()).toBe(0);
}, 200_000);
