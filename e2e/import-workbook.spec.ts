import { raw, STYLE, styled, workbook } from "@/server/import/workbook/fixture";
import { expect, settled, test } from "./fixture";

const BOOK = workbook([
  {
    name: "Portfolio",
    rows: [
      ["AI portfolio 2026", null, null, null, null, null],
      ["Code", "Title", "Dates", null, "People", null],
      [null, null, "Start date", "Target date", "Owner", "Sponsor"],
      ["X-1", "Ward rounds planner", styled(46_000, STYLE.day), styled(46_446, STYLE.day), "Robin Vale", "Kim Oak"],
      ["X-2", "Theatre light check", styled(46_010, STYLE.day), styled(46_420, STYLE.moment), "Kim Oak", null],
      ["X-3", "Pharmacy stock", styled(46_020, STYLE.day), raw("<f>A9</f><v>#REF!</v>", ' t="e"'), null, null],
    ],
    merges: ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"],
  },
  {
    name: "Ideas of 2027",
    rows: [
      ["Title", "Stage"],
      ["Bed flow", "Idea"],
    ],
  },
]);

test("a workbook with two sheets, a merged heading, typed dates and one bad cell", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  await page
    .getByLabel("CSV or Excel file")
    .setInputFiles({ name: "portfolio.xlsx", mimeType: "application/octet-stream", buffer: BOOK });
  const sheet = page.getByLabel("Sheet");
  await sheet.waitFor();
  expect(await sheet.locator("option").allTextContents()).toEqual(["Portfolio: 3 rows", "Ideas of 2027: 1 row"]);
  expect(await page.getByLabel("Where “Dates / Target date” goes").inputValue()).toBe("field:targetOn");

  await page.getByRole("button", { name: "Run the dry run" }).click();
  await page.getByRole("button", { name: "Import the 2 good rows" }).waitFor();
  expect(await page.locator("main").textContent()).toMatch(/Portfolio!D6\s*Dates \/ Target date\s*#REF!/);

  await sheet.selectOption("Ideas of 2027"); // the dry run is run again
  await page.getByRole("button", { name: "Import all 1 rows" }).waitFor();
  await sheet.selectOption("Portfolio");
  await page.getByRole("button", { name: "Import the 2 good rows" }).click();
  await page.getByRole("button", { name: "Undo this import" }).waitFor();

  await page.goto(`/${member.slug}/initiatives`);
  await settled(page);
  await page.getByText("Ward rounds planner").first().waitFor();
  expect(await page.locator("main").textContent()).toMatch(/28 Feb 2027/);
  await page.goBack();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page.getByText("This import was undone").first().waitFor();
  expect(errors).toEqual([]);
});

test("a workbook sealed by a password is refused in words", async ({ freshAs }) => {
  const { page, member } = await freshAs("pmo");
  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  const magic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const buffer = Buffer.concat([magic, Buffer.alloc(2_048), Buffer.from("EncryptedPackage", "utf16le")]);
  await page.getByLabel("CSV or Excel file").setInputFiles({ name: "sealed.xlsx", mimeType: "text/csv", buffer });
  const alert = page.getByRole("alert").filter({ hasText: /sealed by a password.*remove the password/ });
  await alert.waitFor();
});
