import type { Page } from "playwright-core";
import { rowsInput } from "@/domain/table/input";
import { createRisk, editRisk } from "@/server/risk/commands";
import { riskRegister } from "@/server/risk/register/columns";
import { listRows } from "@/server/table/rows";
import { axe, expect, settled, test } from "./fixture";

const RISKS = [
  { title: "Compute outruns the budget", probability: 0.2, lossLikely: 25_000_000 },
  { title: "Notes name the wrong patient", probability: 0.05, lossLikely: 40_000_000 },
  { title: "Vendor ends the model", probability: 0.1, lossLikely: 10_000_000 },
];

const rowOf = (page: Page, title: string) =>
  page.getByRole("table", { name: "risks", exact: true }).getByRole("row").filter({ hasText: title });
const cellOf = (page: Page, title: string, key: string) => rowOf(page, title).locator(`[data-cell="${key}"]`);

test("a risk is edited in its row: by a click, by keys down a column, refused with why, met by another's edit, undone", async ({
  freshAs,
  joinedAs,
}) => {
  const maker = await freshAs("pmo");
  const { ctx, slug } = maker.member;
  for (const risk of RISKS) await createRisk(ctx, { ...risk, tags: [] });
  const { page } = maker;
  await page.goto(`/${slug}/risks`);
  await settled(page);
  const editor = page.getByRole("dialog", { name: /^Edit / });

  // A click on the owner's cell asks for the owner, here and now.
  await cellOf(page, "Compute outruns", "owner").click();
  await editor.getByLabel("Owner", { exact: true }).selectOption({ label: "me" });
  expect(await axe(page)).toEqual([]);
  await editor.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Owner of R-\d+ Compute outruns the budget changed\.$/).waitFor();
  await expect.poll(() => cellOf(page, "Compute outruns", "owner").textContent()).not.toBe("nobody");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => cellOf(page, "Compute outruns", "owner").textContent()).toBe("nobody");

  // Keys: the response down the column, a row at a time.
  await page.keyboard.press("e");
  await editor.getByLabel("Column").selectOption("strategy");
  await editor.getByLabel("Response").selectOption("reduce");
  await editor.getByLabel("Response").press("Control+Enter");
  await page.getByRole("dialog", { name: /Notes name the wrong patient/ }).waitFor();
  await editor.getByLabel("Response").selectOption("transfer");
  await editor.getByLabel("Response").press("Enter");
  await editor.waitFor({ state: "hidden" });
  await expect.poll(() => cellOf(page, "Compute outruns", "strategy").textContent()).toBe("Reduce");
  await expect.poll(() => cellOf(page, "Notes name", "strategy").textContent()).toBe("Transfer");

  // The expected loss is worked out: what it comes of is asked for. A wrong amount is refused, and stands in its field.
  await cellOf(page, "Vendor ends", "expected").click();
  await editor.getByLabel("Column").selectOption("loss");
  await editor.getByLabel("Likely loss").fill("a lot");
  await editor.getByLabel("Likely loss").press("Enter");
  await editor.getByRole("alert").filter({ hasText: "“a lot” is no amount." }).waitFor();
  expect(await editor.getByLabel("Likely loss").inputValue()).toBe("a lot");
  await editor.getByLabel("Likely loss").fill("500k");
  await editor.getByLabel("Likely loss").press("Enter");
  await editor.waitFor({ state: "hidden" });
  await expect.poll(() => cellOf(page, "Vendor ends", "expected").textContent()).toContain("50");

  // Somebody else was quicker: both are seen, and only saving again puts one over the other.
  const other = await joinedAs(maker.member, "pmo", "Pat Quick");
  await cellOf(page, "Vendor ends", "strategy").click();
  await editor.getByLabel("Column").selectOption("title");
  await editor.getByLabel("Risk", { exact: true }).fill("Vendor retires the model");
  const { rows } = await listRows(ctx, riskRegister, rowsInput.parse({}));
  const row = rows.find(({ title }) => title === "Vendor ends the model");
  await editRisk(other.member.ctx, { id: row?.id ?? "", version: row?.version ?? 0, patch: { title: "Vendor stops" } });
  await editor.getByRole("button", { name: "Save" }).click();
  await editor.getByText("Pat Quick changed it meanwhile. Recorded now: “Vendor stops”.").waitFor();
  expect(await editor.getByLabel("Risk", { exact: true }).inputValue()).toBe("Vendor retires the model");
  await editor.getByRole("button", { name: "Save" }).click();
  await editor.waitFor({ state: "hidden" });
  await rowOf(page, "Vendor retires the model").waitFor();

  // The score opens the assessment, whose rules hold there as well.
  await cellOf(page, "Vendor retires", "score").click();
  await page.getByRole("dialog", { name: /Assess/ }).waitFor();
  await page.keyboard.press("Escape");
  expect(maker.errors).toEqual([]);

  // Nobody edits in the row who may only read, or looks at a past day.
  const viewer = await joinedAs(maker.member, "viewer", "Vic Hale");
  await viewer.page.goto(`/${slug}/risks`);
  await settled(viewer.page);
  await rowOf(viewer.page, "Compute outruns").waitFor();
  expect(await viewer.page.locator("[data-cell]").count()).toBe(0);
  await page.goto(`/${slug}/initiatives?at=${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}`);
  await settled(page);
  expect(await page.locator("[data-cell]").count()).toBe(0);
});
