import { verifyFile } from "@/server/seal/file/queries";
import { axe, describe, expect, SAMPLE, settled, test } from "./fixture";

describe("the seal of the record", () => {
  test("an auditor comes from an initiative or a model to its proofs; others see no way there", async ({
    sampleAs,
  }) => {
    const { page } = await sampleAs("auditor");
    for (const register of ["initiatives", "models"]) {
      await page.goto(`/${SAMPLE}/${register}`);
      await page.locator("tbody a").first().click();
      await page.getByRole("link", { name: "Proof of its versions" }).click();
      await page.getByRole("table", { name: "Versions" }).waitFor();
      await page.getByRole("link", { name: "Download proof" }).first().waitFor();
    }
    const viewer = await sampleAs("viewer");
    await viewer.page.goto(`/${SAMPLE}/initiatives`);
    await viewer.page.locator("tbody a").first().click();
    await viewer.page.getByRole("heading", { name: "Recorded changes" }).waitFor();
    expect(await viewer.page.getByRole("link", { name: "Proof of its versions" }).count()).toBe(0);
  });

  test("an auditor sees the chain, verifies it, and takes away the record and a proof that verify alone", async ({
    sampleAs,
  }) => {
    const { page, errors } = await sampleAs("auditor");
    await page.goto(`/${SAMPLE}/settings`);
    await page.getByRole("link", { name: "Seal", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^Every day to .* is sealed\.$/ }).waitFor();
    await settled(page);
    expect(await page.getByRole("table", { name: "Sealed days" }).getByRole("row").count()).toBe(32);
    await page.getByText("Its seed set past instants").waitFor();
    expect(await axe(page)).toEqual([]);

    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText(/As it was sealed: .* days/).waitFor({ timeout: 60_000 });

    const [record] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the record" }).click(),
    ]);
    const read = await verifyFile(await record.path());
    expect(read).toMatchObject({ kind: "record", report: { found: 0, sample: true } });

    await page.getByLabel("Record", { exact: true }).fill("AI-07");
    await page.getByLabel("Record", { exact: true }).press("Enter");
    const versions = page.getByRole("table", { name: "Versions" });
    await versions.waitFor();
    expect(await axe(page)).toEqual([]);
    const [proof] = await Promise.all([
      page.waitForEvent("download"),
      versions.getByRole("link", { name: "Download proof" }).last().click(),
    ]);
    const chain = read.kind === "record" ? read.report.head?.chain : undefined;
    expect(chain).toHaveLength(64);
    expect(await verifyFile(await proof.path())).toMatchObject({ kind: "proof", result: { ok: true } });
    expect(errors).toEqual([]);
  });

  test("who may not read it finds neither the page nor the tab", async ({ sampleAs }) => {
    const { page } = await sampleAs("executive");
    await page.goto(`/${SAMPLE}/settings`);
    await settled(page);
    expect(await page.getByRole("link", { name: "Seal", exact: true }).count()).toBe(0);
    const answer = await page.goto(`/${SAMPLE}/settings/seal`);
    expect(answer?.status()).toBe(404);
    expect((await page.request.get(`/api/record?org=${SAMPLE}`)).status()).toBe(403);
  });
});
