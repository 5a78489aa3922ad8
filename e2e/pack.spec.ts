import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, SAMPLE, settled, test } from "./fixture";

test("a steering pack is asked for, made, opened, checked against the record and downloaded", async ({ sampleAs }) => {
  const { page } = await sampleAs("pmo");
  await page.goto(`/${SAMPLE}/packs`);
  await settled(page);
  await page.getByRole("button", { name: "Make a pack" }).click();
  await page.waitForURL(/\/packs\/[0-9a-f-]{36}/);
  const id = /packs\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  await page.getByText("How to check this pack").waitFor({ timeout: 90_000 });

  const file = await page.request.get(`/api/pack?org=${SAMPLE}&id=${id}`);
  expect(file.headers()["content-type"]).toBe("application/pdf");
  const bytes = await file.body();
  const saved = path.join(tmpdir(), `pack-${id}.pdf`);
  writeFileSync(saved, bytes);
  const text = execFileSync("pdftotext", ["-layout", saved, "-"], { encoding: "utf8" });
  const info = execFileSync("pdfinfo", [saved], { encoding: "utf8" });
  expect(text).toContain("Cedar Valley Health");
  expect(text).toContain("Sepsis early warning");
  expect(text).toMatch(/Page 1 of \d+/);
  expect(Number(/Pages:\s+(\d+)/.exec(info)?.[1])).toBeGreaterThanOrEqual(5);
  expect(execFileSync("pdffonts", [saved], { encoding: "utf8" })).not.toMatch(
    /\bno\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/m,
  ); // every font is embedded

  await page
    .getByRole("button", { name: /rebuild|check/i })
    .first()
    .click();
  await page
    .getByText(createHash("sha256").update(bytes).digest("hex").slice(0, 8), { exact: false })
    .first()
    .waitFor({ timeout: 60_000 });
}, 180_000);

test("a viewer may not see packs", async ({ sampleAs }) => {
  const { page } = await sampleAs("viewer");
  expect((await page.goto(`/${SAMPLE}/packs`))?.status()).toBe(404);
});
