import { eq } from "drizzle-orm";
import type { Page } from "playwright-core";
import { appetite } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import { riskCreation } from "@/domain/risk/input";
import { read } from "@/server/record/read";
import { saveAuthorities } from "@/server/risk/appetite/authority/commands";
import { saveAppetite } from "@/server/risk/appetite/commands";
import { createRisk } from "@/server/risk/commands";
import type { Member } from "@/server/testing";
import { axe, expect, settled, test, type Visit } from "./fixture";
import { lookLint } from "./look-lint";

const give = ({ ctx }: Member, title: string, category: string, likelihood: number, impact: number) =>
  createRisk(ctx, riskCreation.parse({ title, category, residual: { likelihood, impacts: { [category]: impact } } }));

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

const holdsUp = async ({ page, errors }: Visit) => {
  expect(await axe(page)).toEqual([]);
  expect(await lookLint(page)).toEqual([]);
  expect(errors).toEqual([]);
};

const residuals = ({ ctx }: Member) =>
  read(ctx, (tx) =>
    tx
      .select({ code: risk.code, severity: risk.residualSeverity, by: risk.residualVersionId })
      .from(risk)
      .orderBy(risk.number),
  );

test("a tolerance lowered by an administrator leaves a risk beyond it; somebody quicker is named", async ({
  freshAs,
  joinedAs,
}) => {
  const admin = await freshAs("admin");
  const { page, member } = admin;
  await give(member, "Licence costs double", "financial", 2, 2); // possible × serious: yellow, as financial bears
  const settings = `/${member.slug}/settings/appetite`;
  await open(page, settings);
  await page.getByRole("heading", { level: 1, name: "No open risk lies beyond the appetite." }).waitFor();
  await page.getByRole("button", { name: "Change Financial" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Bears up to").selectOption("green");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "One open risk lies beyond the appetite." }).waitFor();
  await holdsUp(admin);

  await page.getByRole("button", { name: "Change Financial" }).click();
  await dialog.getByLabel("Bears up to").selectOption("red");
  const other = await joinedAs(member, "admin", "Noor Ames");
  const [held] = await read(other.member.ctx, (tx) =>
    tx.select().from(appetite).where(eq(appetite.category, "financial")),
  );
  await saveAppetite(other.member.ctx, {
    ...{ category: "financial", name: "Financial", stance: "balanced", note: null },
    ...{ tolerance: "yellow", version: held?.version ?? 0 },
  });
  await page.waitForTimeout(1_500); // the other's change has reached this page by now; it must not be taken as seen
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Noor Ames changed this while you were editing").waitFor();
  expect(await dialog.textContent()).toMatch(/was Green[\s\S]*Red[\s\S]*Yellow/);
  await dialog.getByRole("radio").nth(1).check();
  await dialog.getByRole("button", { name: "Keep theirs" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1, name: "No open risk lies beyond the appetite." }).waitFor();

  await page.getByRole("button", { name: "Change Response overdue" }).click();
  await dialog.getByLabel("Overdue for more than, days").fill("21");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText(/more than 21 days overdue/).waitFor();
  await page.getByText(/^Raises \S+ open risks? now · Last changed by/).waitFor();
  expect(admin.errors).toEqual([]);
});

test("categories are put in order by keys, one in use stays and says why, and a removed one comes back in its place", async ({
  freshAs,
  joinedAs,
}) => {
  const admin = await freshAs("admin");
  const { page, member } = admin;
  await give(member, "Licence costs double", "financial", 2, 2);
  await open(page, `/${member.slug}/settings/appetite`);
  const rows = page.getByRole("table", { name: "Appetite by category" }).getByRole("row");
  const first = (place: number) => rows.nth(place).getByRole("cell").first();
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("[data-move]") ?? {}).some((key) => key.startsWith("__reactProps")),
  ); // keys pressed before the page is alive are nobody's
  await page.getByRole("button", { name: "Move Financial up" }).focus();
  const kept = page.waitForResponse((answer) => answer.url().includes("appetite.order"));
  await page.keyboard.press("Alt+ArrowDown");
  await first(2).getByText("Schedule").waitFor();
  await first(3).getByText("Financial").waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
    .toMatch(/^Move Financial/);
  await kept; // shown ahead of the server: a page left before it answers may have kept nothing
  await page.reload();
  await settled(page);
  await first(3).getByText("Financial").waitFor();

  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Change Financial" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await dialog.getByText(/It cannot be removed: one risk is of this category/).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Change Schedule" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await first(2).getByText("Financial").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await first(2).getByText("Schedule").waitFor();

  await page.getByRole("button", { name: "Change who owns what" }).click();
  await dialog.getByLabel("Yellow").selectOption("sponsor");
  const other = await joinedAs(member, "admin", "Noor Ames");
  await saveAuthorities(other.member.ctx, {
    versions: { green: 1, yellow: 1, amber: 1, red: 1 },
    roles: { green: "owner", yellow: "owner", amber: "sponsor", red: "executive" },
  });
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Noor Ames changed this while you were editing").waitFor();
  expect(await dialog.textContent()).toMatch(/Yellow · was Program director[\s\S]*Sponsor[\s\S]*Initiative owner/);
  await dialog.getByRole("radio").nth(0).check();
  await dialog.getByRole("button", { name: "Save mine on top" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page
    .getByRole("table", { name: "Authorities" })
    .getByRole("row", { name: /Yellow Sponsor/ })
    .waitFor();
  expect(admin.errors.filter((said) => !said.includes("412"))).toEqual([]); // the refusal is said in the dialog
});

test("a 4×4 matrix is made, its faults are said at the cell, it is put to use and rates one old risk by choice", async ({
  freshAs,
  joinedAs,
}) => {
  const admin = await freshAs("admin");
  const { page, member } = admin;
  await give(member, "Licence costs double", "financial", 2, 2);
  await give(member, "Night shifts lack staff", "operations", 3, 3);
  const before = await residuals(member);
  expect(before.map(({ severity }) => severity)).toEqual(["yellow", "red"]);
  const settings = `/${member.slug}/settings/matrix`;
  await open(page, settings);
  await page.getByRole("button", { name: "New matrix" }).click();
  await page.getByRole("menuitem", { name: "Even 4×4" }).click();
  const worst = page.getByRole("button", { name: /^almost certain × severe:/ });
  await page.getByRole("radio", { name: "Low" }).check();
  await worst.click();
  const faults = page.getByRole("list", { name: "Cells to be put right" });
  await faults.getByText("almost certain × severe is Low, milder than likely × severe, which is Critical.").waitFor();
  await page.getByRole("button", { name: "Keep this matrix" }).click();
  await page.getByText("One thing to put right first, marked where it is.").waitFor();
  await holdsUp(admin);
  expect(await worst.evaluate((cell) => cell === document.activeElement)).toBe(true);
  await page.keyboard.press("4"); // the fourth level
  await faults.waitFor({ state: "detached" });
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("3");
  await page.getByRole("button", { name: /^almost certain × major: High/ }).waitFor();
  await page.getByRole("button", { name: "Keep this matrix" }).click();
  await page.getByRole("heading", { level: 2, name: "Even 4×4, version 1" }).waitFor();
  await holdsUp(admin);

  await page.getByRole("button", { name: "Put to use: Even 4×4, version 1" }).click();
  const dialog = page.getByRole("dialog");
  const sentence = "One residual gets milder, from red to amber; one residual keeps its class.";
  await dialog.getByText(`Two open risks were assessed by another version. ${sentence}`).waitFor();
  await dialog.getByRole("button", { name: "Put to use" }).click();
  await page.getByRole("heading", { level: 1, name: "Even 4×4, version 1, rates new assessments." }).waitFor();
  expect(await residuals(member)).toEqual(before);

  await page.getByRole("button", { name: "Rate old assessments again" }).click();
  await dialog.getByText(sentence).waitFor();
  await dialog.getByRole("checkbox", { name: /Night shifts lack staff/ }).check();
  await holdsUp(admin);
  await dialog.getByRole("button", { name: "Rate one risk again" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("One open risk is still rated by another version than the one in use.").waitFor();
  const [kept, rated] = await residuals(member);
  expect([kept?.by === before[0]?.by, rated?.by === before[1]?.by]).toEqual([true, false]);
  expect([kept?.severity, rated?.severity]).toEqual(["yellow", "amber"]);

  const viewer = await joinedAs(member, "viewer");
  await open(viewer.page, settings);
  await viewer.page.getByRole("heading", { level: 1, name: "Even 4×4, version 1, rates new assessments." }).waitFor();
  await viewer.page.getByRole("button", { name: "Show Standard 5×5, version 1" }).click();
  await viewer.page.getByRole("heading", { level: 2, name: "Standard 5×5, version 1" }).waitFor();
  const writes = /^(New|Put|Preview|Change|Rate|State a limit)/;
  expect(await viewer.page.getByRole("main").getByRole("button", { name: writes }).count()).toBe(0);
  await holdsUp(viewer);
  await open(viewer.page, `/${member.slug}/settings/appetite`);
  await viewer.page.getByRole("table", { name: "Appetite by category" }).waitFor();
  expect(await viewer.page.getByRole("main").getByRole("button", { name: writes }).count()).toBe(0);
  await holdsUp(viewer);
});

test("appetite and the editor of a matrix hold up on a narrow dark screen", async ({ freshAs }) => {
  const admin = await freshAs("admin", { width: 390, height: 844, dark: true });
  const { page, member } = admin;
  await open(page, `/${member.slug}/settings/appetite`);
  await holdsUp(admin);
  await open(page, `/${member.slug}/settings/matrix`);
  await holdsUp(admin);
  await page.getByRole("button", { name: "New matrix" }).click();
  await page.getByRole("menuitem", { name: "Fine 6×6" }).click();
  await page.getByRole("button", { name: "Remove likelihood 1" }).click();
  expect(await page.locator("[data-cell]").count()).toBe(30);
  await holdsUp(admin);
});
