import { STYLE, styled, workbook } from "@/server/import/workbook/fixture";
import { expect, settled, test } from "./fixture";

const BOOK = workbook([
  {
    name: "Risks",
    rows: [
      ["Risk register 2026", null, null, null, null, null, null],
      ["Code", "Risk", "Rating", null, null, "Probability", "Dates"],
      [null, null, "Category", "Likelihood", "Impact", null, "Next review"],
      [
        "E-1",
        "Recall falls after the release",
        "Patient safety",
        "likely",
        "severe",
        "40 %",
        styled(46_446, STYLE.day),
      ],
      ["E-2", "The vendor raises its price", "Financial", 3, "serious", "20 %", styled(46_400, STYLE.day)],
      ["E-3", "Nobody knows this one", "Weather", 9, null, null, null],
    ],
    merges: ["A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:F3"],
  },
]);

test("risks from a workbook: reached from their page, bad cells named, the good rows imported, undone as one", async ({
  freshAs,
}) => {
  const { page, member, errors } = await freshAs("pmo");
  await page.goto(`/${member.slug}/risks`);
  await settled(page);
  await page.getByRole("link", { name: "Import", exact: true }).first().click();
  await page.waitForURL(/imports\?noun=risk/);
  expect(await page.getByLabel("The file holds").inputValue()).toBe("risk");
  await page
    .getByLabel("CSV or Excel file")
    .setInputFiles({ name: "risks.xlsx", mimeType: "application/octet-stream", buffer: BOOK });
  await page.getByRole("button", { name: "Run the dry run" }).waitFor();
  expect(await page.getByLabel("Where “Rating / Impact” goes").inputValue()).toBe("field:impact");

  await page.getByRole("button", { name: "Run the dry run" }).click();
  await page.getByRole("button", { name: "Import the 2 good rows" }).waitFor();
  const report = await page.locator("main").textContent();
  expect(report).toContain("The file would make two new risks.");
  expect(report).toMatch(/Risks!C6\s*Rating \/ Category\s*Weather\s*There is no category “Weather”.*Patient safety/);
  expect(report).toMatch(/Risks!D6\s*Rating \/ Likelihood\s*9.*rare \(1\)/);
  await page.getByRole("button", { name: "Import the 2 good rows" }).click();
  await page.getByRole("button", { name: "Undo this import" }).waitFor();

  await page.goto(`/${member.slug}/risks`);
  await settled(page);
  await page.getByText("Recall falls after the release").first().waitFor();
  await page.getByText("The vendor raises its price").first().waitFor();

  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  await page.getByRole("link", { name: "risks.xlsx" }).click();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page.getByText("This import was undone").first().waitFor();
  await page.goto(`/${member.slug}/risks`);
  await settled(page);
  expect(await page.locator("main").textContent()).not.toContain("Recall falls after the release");
  expect(errors).toEqual([]);
});

test("an initiative's owner imports risks and what comes with them, and nothing else", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("owner");
  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  expect(await page.getByLabel("The file holds").locator("option").allTextContents()).toEqual([
    "Risks",
    "Assumptions",
    "Issues",
  ]);
  await page.getByLabel("The file holds").selectOption("issue");
  await page.getByLabel("CSV or Excel file").setInputFiles({
    name: "issues.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Issue,Severity,Due\nThe feed stopped,critical,2027-02-01\n"),
  });
  await page.getByRole("button", { name: "Run the dry run" }).click();
  await page.getByRole("button", { name: "Import all 1 rows" }).click();
  await page.getByRole("button", { name: "Undo this import" }).waitFor();
  await page.goto(`/${member.slug}/risks/log`);
  await settled(page);
  await page.getByText("The feed stopped").first().waitFor();
  expect(errors).toEqual([]);
});
