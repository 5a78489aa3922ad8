import { axe, expect, SAMPLE, settled, test } from "./fixture";

test("by keyboard alone: find a record, open it, find it again among the recent, change its stage, show another day", async ({
  sampleAs,
}) => {
  const { page, errors } = await sampleAs("pmo");
  await page.goto(`/${SAMPLE}`);
  await settled(page);
  const field = page.getByRole("combobox", { name: "Search, or say what to do" });
  const call = async () => {
    await page.keyboard.press("Control+k");
    await field.waitFor();
  };
  await page.waitForFunction(() => document.querySelector("[aria-keyshortcuts]")?.isConnected);
  await call();
  await page.keyboard.type("AI-07");
  await page.getByRole("option", { name: /AI-07/ }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/initiatives\/AI-07$/);
  await settled(page);

  await call();
  await page.keyboard.type("change stage");
  await page.getByRole("option", { name: /Change the stage/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /stage/i }).waitFor();
  await page.keyboard.press("Escape");

  await call();
  expect(await page.getByRole("group", { name: "Recent" }).getByRole("option").first().textContent()).toContain(
    "AI-07",
  );
  await page.keyboard.type("end of last year");
  await page.getByRole("option", { name: /As of the end of last year/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/at=\d{4}-12-31/);
  await page
    .getByText(/As recorded on/)
    .first()
    .waitFor();
  await call();
  await page.keyboard.type("create");
  await page.getByText(/Nothing is called/).waitFor();
  expect(errors).toEqual([]);
});

test("a viewer is offered nothing they may not do and finds nothing they may not read", async ({ sampleAs }) => {
  const { page, errors } = await sampleAs("viewer");
  await page.goto(`/${SAMPLE}/models`);
  await settled(page);
  await page.getByRole("button", { name: /Search or do/ }).click();
  const field = page.getByRole("combobox", { name: "Search, or say what to do" });
  await field.fill("create an initiative");
  await page.getByText(/Nothing is called/).waitFor();
  await field.fill("go to");
  await page.getByRole("option", { name: "Go to models" }).waitFor();
  expect(await page.getByRole("option", { name: /connections/i }).count()).toBe(0);
  expect(errors).toEqual([]);
});
