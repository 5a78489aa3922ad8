import { expect, SAMPLE, settled, test } from "./fixture";

test("a breach appears on an open page without a reload, within two seconds of being recorded", async ({
  sampleAs,
  db,
}) => {
  const { page, errors } = await sampleAs("executive");
  await page.goto(`/${SAMPLE}/models`);
  await settled(page);
  const row = page.getByRole("row", { name: /No-show forecast/ });
  await row.getByText("inside").waitFor({ timeout: 60_000 });
  await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));

  let recordedAt = 0;
  const { unlisten } = await db.sql.listen("portolan_live", (payload) => {
    if (/"alert\.(open|change)"/.test(payload)) recordedAt = performance.now();
  });
  const answer = await fetch(`http://127.0.0.1:${process.env.SAMPLE_MODEL_PORT}/control`, {
    method: "POST",
    body: JSON.stringify({ model: "No-show forecast", drift: true }),
  });
  expect(answer.status).toBe(204);
  await row.getByText(/critical|warning/).waitFor({ timeout: 110_000 });
  const shownAt = performance.now();
  expect(await page.evaluate(() => (window as { stillTheSamePage?: boolean }).stillTheSamePage)).toBe(true);
  expect(recordedAt).toBeGreaterThan(0);
  process.stdout.write(`alert on the open page ${Math.round(shownAt - recordedAt)} ms after it was recorded\n`);
  expect(shownAt - recordedAt).toBeLessThan(2_000);
  await unlisten();
  expect(errors).toEqual([]);
}, 200_000);
