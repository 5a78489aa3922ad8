import { expect, settled, test } from "./fixture";

const FILE = [
  "Code,Title,Business unit,Stage,Target date,Cost centre",
  "X-1,Ward rounds planner,Nursing,Build,2027-03-01,4711",
  "X-2,Theatre light check,Surgery,Pilot,2027-02-01,4712",
  "X-3,,Pharmacy,Idea,2027-04-01,4713",
].join("\n");

test("a file with one bad line: dry run, the good lines, and undo as one", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  await page
    .getByLabel("CSV or Excel file")
    .setInputFiles({ name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
  await page.getByRole("button", { name: "Run the dry run" }).click();
  await page.getByRole("button", { name: "Import the 2 good rows" }).waitFor();
  const report = await page.locator("main").textContent();
  expect(report).toMatch(/4\s*Title\s*blank\s*The title is missing/);
  await page.getByRole("button", { name: "Import the 2 good rows" }).click();
  await page.getByRole("button", { name: "Undo this import" }).waitFor();

  await page.goto(`/${member.slug}/initiatives`);
  await settled(page);
  await page.getByText("Ward rounds planner").first().waitFor();
  expect(await page.locator("main").textContent()).toContain("Theatre light check");

  await page.goBack();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page.getByText("This import was undone").first().waitFor();
  await page.goto(`/${member.slug}/initiatives`);
  await settled(page);
  expect(await page.locator("main").textContent()).not.toContain("Ward rounds planner");
  expect(errors).toEqual([]);
});

test("a file that is no list is refused in words and changes nothing", async ({ freshAs }) => {
  const { page, member } = await freshAs("pmo");
  await page.goto(`/${member.slug}/imports`);
  await settled(page);
  await page.getByLabel("CSV or Excel file").setInputFiles({
    name: "photo.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]),
  });
  const alert = page.getByRole("alert").first();
  await alert.waitFor();
  expect(await alert.textContent()).not.toMatch(/something failed/i);
});
