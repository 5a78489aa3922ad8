import { expect, settled, test } from "./fixture";

const METRICS = `http://127.0.0.1:${process.env.SAMPLE_MODEL_PORT}/metrics`;

test("a connection is tried step by step before it can be saved, then polled, paused and deleted", async ({
  freshAs,
  joinedAs,
}) => {
  const lead = await freshAs("mlops");
  const { page, errors } = lead;
  const { slug } = lead.member;
  await page.goto(`/${slug}/models`);
  await settled(page);
  await page.getByText("No model is known yet", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Connect a platform" }).click();
  await page.waitForURL(/\/connections\/new/);

  await page.getByLabel("Name", { exact: true }).fill("Scoring service");
  const save = page.getByRole("button", { name: "Save and poll" });
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel("Address", { exact: true }).fill("http://169.254.169.254/metrics");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByText(/link-local or reserved address/).waitFor();
  expect(await save.isDisabled()).toBe(true);

  await page.getByLabel("Address", { exact: true }).fill(METRICS);
  await page.getByText("How its values are read").click();
  await page.getByLabel(/Names begin with/).fill("model_");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByText("It works: the connection can be saved.").waitFor();
  await page.getByText(/measures of .*Sepsis early warning/).waitFor();
  await page.getByLabel(/Names begin with/).fill("model_r");
  await page.getByText(/Something changed since the test/).waitFor();
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel(/Names begin with/).fill("model_");
  await save.click();
  await page.getByRole("heading", { level: 1, name: /Scoring service/ }).waitFor();
  await page.getByRole("link", { name: "Sepsis early warning" }).waitFor({ timeout: 60_000 }); // found by the first poll

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("heading", { level: 1, name: /is paused/ }).waitFor();
  expect(await page.getByRole("button", { name: "Poll now" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Poll now", disabled: false }).click();
  await page.getByText(/The poll is under way/).waitFor();

  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.textContent()).toMatch(/Three models and \d+ measures it brought stay/);
  const confirm = dialog.getByRole("button", { name: "Delete the connection" });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel("Reason").fill("Moved to another server.");
  await confirm.click();
  await page.getByText("No platform is connected").waitFor();
  expect(errors).toEqual([]);

  const viewer = await joinedAs(lead.member, "viewer");
  const answer = await viewer.page.goto(`/${slug}/connections`);
  expect(answer?.status()).toBe(404);
}, 200_000);
