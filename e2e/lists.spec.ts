import { readFileSync } from "node:fs";
import { and, eq } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { customField } from "@/db/schema/custom-field";
import { initiative } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import type { Member } from "@/server/testing";
import { accountOf, axe, expect, SAMPLE, settled, test, type Visit } from "./fixture";
import { lookLint } from "./look-lint";

type Given = { code: string; title: string; stage?: "idea" | "build" | "pilot"; unit?: string; target?: string };

const ROWS: Given[] = [
  { code: "L-1", title: "Ward rounds planner", stage: "idea", unit: "Nursing", target: "2020-01-31" },
  { code: "L-2", title: "Theatre light check", stage: "build", unit: "Surgery" },
  { code: "L-3", title: "Bed turnover forecast", stage: "build", unit: "Nursing" },
  { code: "L-4", title: "Pharmacy stock reader", stage: "pilot", unit: "Pharmacy" },
];

const seeded = ({ ctx, orgId }: Member, rows = ROWS) =>
  change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values(
      rows.map(({ code, title, stage = "idea", unit, target }) => ({
        orgId,
        code,
        title,
        stage,
        businessUnit: unit ?? null,
        targetOn: target ?? null,
      })),
    ),
  );

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

const names = async (page: Page): Promise<string[]> => {
  const links = page.locator("tbody [data-row-link]");
  return (await links.allTextContents()).map((text) => text.trim());
};

/** A key pressed before the page listens is lost, as on any page: press until something follows. */
async function pressUntil(page: Page, key: string, shown: () => Promise<boolean>): Promise<void> {
  const pressed = async () => {
    if (await shown()) return true;
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
    return shown();
  };
  await expect.poll(pressed, { timeout: 15_000, interval: 300 }).toBe(true);
}

/** Moves the focus to a control as a person without a pointer does. */
async function tabTo(page: Page, name: RegExp, most = 80): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    const said = await page.evaluate(() => {
      const at = document.activeElement === document.body ? null : document.activeElement;
      const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])].map(({ textContent }) => textContent) : [];
      return [at?.getAttribute("aria-label"), at?.textContent, ...labels].filter(Boolean).join(" ");
    });
    if (name.test(said)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no control ${name} within ${most} tabs`);
}

const holdsUp = async ({ page, errors }: Visit) => {
  expect(await axe(page)).toEqual([]);
  expect(await lookLint(page)).toEqual([]);
  expect(errors).toEqual([]);
};

test("a filter of and, or and dates is built, saved and shared; another person opens it", async ({
  freshAs,
  joinedAs,
}) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page } = maker;
  const path = `/${maker.member.slug}/initiatives`;
  await open(page, path);
  await page.getByRole("button", { name: "+ condition" }).first().click();
  await page.getByRole("button", { name: /Filter builder/ }).click();
  const builder = page.getByRole("region", { name: "Filter builder" });
  await builder.getByRole("combobox", { name: "Column" }).selectOption("target");
  await builder.getByRole("combobox", { name: /What is asked of/ }).selectOption("overdue");
  await builder.getByRole("button", { name: "+ condition" }).click();
  const second = builder.getByRole("combobox", { name: "Column" }).nth(1);
  await second.selectOption("title");
  await builder.getByRole("textbox", { name: "Initiative: value" }).fill("theatre");
  await builder.getByRole("combobox", { name: /how they are joined/ }).selectOption("or");
  await page.waitForURL(/where=any/);
  await page.getByText("Target date is overdue, or Initiative contains “theatre”").first().waitFor();
  await expect.poll(() => names(page)).toEqual(["Ward rounds planner", "Theatre light check"]);
  await page.getByRole("status").filter({ hasText: "2 of 4 initiatives" }).first().waitFor();
  await builder.getByRole("button", { name: "+ condition" }).click();
  await builder.getByRole("combobox", { name: "Column" }).nth(2).selectOption("start");
  await builder.getByRole("combobox", { name: /What is asked of Start/ }).selectOption("last");
  await builder.getByRole("textbox", { name: "Start date: how many" }).fill("many");
  await builder.getByText(/give a whole number/).waitFor();
  await holdsUp(maker);
  await builder.getByRole("button", { name: "Remove the condition on Start date" }).click();
  await builder.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Save view…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Late or theatre");
  await page.getByRole("checkbox", { name: /Share with everybody/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("“Late or theatre” is saved and shared.").waitFor();

  const reader = await joinedAs(maker.member, "viewer", "Vera Lane");
  await open(reader.page, path);
  expect(await names(reader.page)).toHaveLength(4);
  await reader.page.getByRole("button", { name: /choose a view/ }).click();
  await reader.page.getByRole("menuitemradio", { name: "Late or theatre" }).click();
  await expect.poll(() => names(reader.page)).toEqual(["Ward rounds planner", "Theatre light check"]);
  await holdsUp(reader);
  // What opens by itself for this person is theirs alone.
  await reader.page.getByRole("button", { name: /choose a view/ }).click();
  await reader.page.getByRole("menuitem", { name: "Open this by itself, for me" }).click();
  await reader.page.getByText("“Late or theatre” opens for you.").waitFor();
  await open(reader.page, path);
  await reader.page.waitForURL(/view=/);
  expect(await names(reader.page)).toHaveLength(2);
  await open(page, path);
  expect(await names(page)).toHaveLength(4);
});

test("a viewer is offered none of the edits", async ({ freshAs, joinedAs }) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page, errors } = await joinedAs(maker.member, "viewer", "Vera Lane");
  for (const board of ["", "?board=stage"]) {
    await open(page, `/${maker.member.slug}/initiatives${board}`);
    expect(await page.locator("[data-grip]").count()).toBe(0);
    expect(await page.getByRole("button", { name: /to another lane/ }).count()).toBe(0);
  }
  await open(page, `/${maker.member.slug}/initiatives`);
  await page.getByRole("checkbox", { name: "Select Ward rounds planner" }).check();
  const bar = page.getByRole("toolbar", { name: "Selected rows" });
  await bar.getByRole("link", { name: "Excel" }).waitFor();
  expect(await bar.getByRole("button", { name: "Change…" }).count()).toBe(0);
  await page.getByRole("button", { name: /choose a view/ }).click();
  await page.getByRole("menuitem", { name: "Save as a new view…" }).click();
  expect(await page.getByRole("checkbox", { name: /Share with everybody/ }).count()).toBe(0);
  expect(errors).toEqual([]);
});

test("a card is moved by keyboard with a reason, and taken back; a refused move goes back and says why", async ({
  freshAs,
  joinedAs,
}) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page } = maker;
  const path = `/${maker.member.slug}/initiatives?board=stage`;
  await open(page, path);
  const lane = (on: Page, name: string) => on.getByRole("region", { name: new RegExp(`^${name}`) });
  await lane(page, "Build").getByRole("link", { name: "Theatre light check" }).waitFor();
  await page.getByRole("button", { name: "Move Theatre light check", exact: true }).focus();
  const pickedUp = page.getByText(/Theatre light check is picked up in Build/);
  await pressUntil(page, "Space", async () => (await pickedUp.count()) > 0);
  await page.keyboard.press("ArrowRight");
  await page.getByText(/Validation, lane \d of \d/).waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await page.getByText("Theatre light check stays in Build.").waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  const dialog = page.getByRole("dialog", { name: /Move Theatre light check to Validation/ });
  await dialog.getByText("This moves it on from Build to Validation.").waitFor();
  await dialog.getByRole("button", { name: "Move to Validation" }).click();
  await dialog.getByText(/Say why/).waitFor();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("The build is accepted");
  await dialog.getByRole("button", { name: "Move to Validation" }).click();
  await page.getByText("Theatre light check is now in Validation.").last().waitFor();
  await lane(page, "Validation").getByRole("link", { name: "Theatre light check" }).waitFor();
  await holdsUp(maker);
  await page.getByRole("button", { name: "Undo" }).click();
  await lane(page, "Build").getByRole("link", { name: "Theatre light check" }).waitFor();

  // By pointer too.
  const card = page.locator("[data-card]").filter({ hasText: "Ward rounds planner" });
  const [from, to] = [
    await card.boundingBox(),
    await lane(page, "Assessment").or(lane(page, "Build")).first().boundingBox(),
  ];
  if (!from || !to) throw new Error("no boxes to drag between");
  await page.mouse.move(from.x + 20, from.y + from.height - 6);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + 60, { steps: 8 });
  await page.mouse.up();
  await page.getByRole("dialog", { name: /Move Ward rounds planner to/ }).waitFor();
  await page.keyboard.press("Escape");
  await lane(page, "Idea").getByRole("link", { name: "Ward rounds planner" }).waitFor();

  const owner = await joinedAs(maker.member, "owner", "Olga Reyes");
  await open(owner.page, path);
  await lane(owner.page, "Build").getByRole("link", { name: "Theatre light check" }).waitFor();
  const grip = owner.page.getByRole("button", { name: "Move Theatre light check", exact: true });
  await grip.focus();
  const held = owner.page.getByText(/Theatre light check is picked up in Build/);
  await pressUntil(owner.page, "Space", async () => (await held.count()) > 0);
  await owner.page.keyboard.press("ArrowRight");
  await owner.page.keyboard.press("Space");
  await owner.page.getByText("Theatre light check was not moved.").waitFor();
  await owner.page.getByText(/went back to Build:/).waitFor({ state: "attached" });
  await lane(owner.page, "Build").getByRole("link", { name: "Theatre light check" }).waitFor();
  expect(owner.errors.filter((error) => !/403|400/.test(error))).toEqual([]);
});

test("many rows are changed at once: previewed, committed, taken back", async ({ freshAs, joinedAs }) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page } = maker;
  await open(page, `/${maker.member.slug}/initiatives?stage=build&stage=pilot`);
  await page.getByRole("checkbox", { name: "Select Theatre light check" }).click();
  await page.getByRole("checkbox", { name: "Select Pharmacy stock reader" }).click({ modifiers: ["Shift"] });
  await page.getByText("3 selected").waitFor();
  await page.getByRole("button", { name: "Change…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Column" }).selectOption("unit");
  await dialog.getByRole("textbox", { name: "New business unit" }).fill("Nursing");
  await dialog.getByRole("textbox", { name: "New business unit" }).press("Enter");
  await dialog.getByText("2 initiatives would change, 1 stands so already.").waitFor();
  expect(await dialog.getByRole("region", { name: "Changes" }).textContent()).toMatch(
    /Theatre light check\s*Surgery → Nursing/,
  );
  await holdsUp(maker);
  await dialog.getByRole("button", { name: "Change 2 initiatives" }).click();
  await page.getByText("Business unit of 2 initiatives changed.").waitFor();
  const units = () => page.locator("tbody tr").allInnerTexts();
  await expect.poll(async () => (await units()).filter((text) => text.includes("Nursing")).length).toBe(3);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await units()).filter((text) => text.includes("Nursing")).length).toBe(1);

  // What a rule refuses is said before anything is written, and nothing is left to press.
  const owner = await joinedAs(maker.member, "owner", "Olga Reyes");
  await open(owner.page, `/${maker.member.slug}/initiatives`);
  await owner.page.getByRole("checkbox", { name: "Select every row on this page" }).check();
  await owner.page.getByText("4 selected").waitFor();
  await owner.page.getByRole("button", { name: "Change…" }).click();
  const refusing = owner.page.getByRole("dialog");
  await refusing.getByRole("combobox", { name: "Column" }).selectOption("owner");
  await refusing.getByRole("combobox", { name: "New owner" }).selectOption("me");
  await refusing.getByText("0 initiatives would change, 4 would be refused.").waitFor();
  expect(await refusing.getByRole("button", { name: "Change", exact: true }).isDisabled()).toBe(true);
  expect([...maker.errors, ...owner.errors]).toEqual([]);
});

test("rows are grouped with counts, folded, sorted by two keys; columns chosen, moved and widened by keys", async ({
  freshAs,
}) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page } = maker;
  await open(page, `/${maker.member.slug}/initiatives`);
  await page.getByRole("button", { name: /group rows/ }).click();
  await page.getByRole("radio", { name: "Business unit" }).click();
  await page.waitForURL(/group=unit/);
  const head = page.getByRole("button", { name: /Nursing\s*2/ });
  await head.waitFor();
  await expect.poll(() => names(page)).toHaveLength(4);
  await head.click();
  await expect.poll(() => names(page)).toEqual(["Pharmacy stock reader", "Theatre light check"]);
  expect(await head.getAttribute("aria-expanded")).toBe("false");
  await page.getByRole("status").filter({ hasText: "4 initiatives" }).first().waitFor();
  await holdsUp(maker);
  await head.click();

  const heads = page.getByRole("columnheader");
  await heads
    .getByRole("button", { name: /^Stage/ })
    .first()
    .click();
  await heads
    .getByRole("button", { name: /^Initiative/ })
    .first()
    .click({ modifiers: ["Shift"] });
  await page.waitForURL(/sort=stage%2Ctitle/);
  await page.getByText(/stage, then initiative/).waitFor();
  await page.getByRole("button", { name: /choose columns/ }).click();
  const panel = page.getByRole("dialog", { name: "choose columns" });
  await panel.getByRole("checkbox", { name: "Lead" }).click();
  await panel.getByRole("button", { name: /^Move Lead/ }).focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForURL(/cols=/);
  await panel
    .getByRole("status")
    .filter({ hasText: /Lead is now column/ })
    .waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" }); // the focus goes back to what opened it
  await page.getByRole("button", { name: "Width of Lead: arrow keys" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/lead\*\d+/);
  expect(maker.errors).toEqual([]);
});

test("a group says what its numbers come to, and a field the organisation made is a column like any other", async ({
  freshAs,
}) => {
  const maker = await freshAs("pmo");
  const { ctx, orgId, slug } = maker.member;
  await seeded(maker.member);
  const id = await change(ctx, { name: "custom-field.create" }, async (tx) => {
    const [made] = await tx
      .insert(customField)
      .values({ orgId, noun: "initiative", label: "Seats", kind: "number", position: 1 })
      .returning({ id: customField.id });
    if (!made) throw new Error("no field was made");
    for (const [code, seats] of [
      ["L-1", "12"],
      ["L-3", "30"],
      ["L-4", "7"],
    ] as const)
      await tx
        .update(initiative)
        .set({ custom: { [made.id]: seats } })
        .where(and(eq(initiative.orgId, orgId), eq(initiative.code, code)));
    return made.id;
  });
  const { page } = maker;
  await open(page, `/${slug}/initiatives?group=unit&cols=title,unit,custom.${id}&where=custom.${id}.at-least:7`);
  const group = page.getByRole("row").filter({ has: page.getByRole("button", { name: /Nursing\s*2/ }) });
  await expect.poll(() => group.textContent()).toMatch(/42/);
  expect(await names(page)).toHaveLength(3);
  await page.getByText("Seats is at least 7").first().waitFor();
  await holdsUp(maker);
});

test("what is seen is what Excel gets, and what the clipboard gets", async ({ freshAs }) => {
  const maker = await freshAs("pmo");
  await seeded(maker.member);
  const { page, context } = maker;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, `/${maker.member.slug}/initiatives?stage=build&sort=-title&cols=code,title,unit`);
  const seen = await names(page);
  expect(seen).toEqual(["Theatre light check", "Bed turnover forecast"]);
  await page.getByRole("button", { name: /export initiatives/ }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^Excel(?! to import)/ }).click(),
  ]);
  const files = unzipSync(readFileSync(await file.path()));
  const sheet = Object.entries(files)
    .filter(([name]) => /sheet1|sharedStrings/.test(name))
    .map(([, bytes]) => strFromU8(bytes))
    .join("");
  const texts = [...sheet.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((match) => match[1]);
  for (const expected of ["Code", "Initiative", "Business unit", ...seen, "Surgery", "Nursing"])
    expect(texts).toContain(expected);
  expect(texts).not.toContain("Ward rounds planner");
  expect(texts.indexOf(seen[0])).toBeLessThan(texts.indexOf(seen[1]));
  await page.getByRole("button", { name: /export initiatives/ }).click();
  await page.getByRole("menuitem", { name: "Copy as table" }).click();
  await page.getByText("2 initiatives copied.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "Code\tInitiative\tBusiness unit\nL-2\tTheatre light check\tSurgery\nL-3\tBed turnover forecast\tNursing",
  );
  await page.emulateMedia({ media: "print" });
  await page.getByText("initiatives where Stage is Build.").waitFor();
  expect(await page.getByRole("button", { name: /export initiatives/ }).isVisible()).toBe(false);
});

test("keyboard only, from sign-in to a saved view", async ({ visit }) => {
  const { email, password } = accountOf("executive");
  const { page, errors } = await visit();
  await page.goto("/sign-in");
  await settled(page);
  await tabTo(page, /^Email/i);
  await page.keyboard.type(email);
  await tabTo(page, /^Password/i);
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/${SAMPLE}`));
  await settled(page);
  await tabTo(page, /^Initiatives/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/initiatives/);
  await settled(page);
  const builder = page.getByRole("region", { name: "Filter builder" });
  await pressUntil(page, "f", async () => (await builder.count()) > 0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Column");
  await page.keyboard.type("Init");
  await page.keyboard.press("Tab");
  await tabTo(page, /Initiative: value/);
  await page.keyboard.type("sepsis");
  await page.waitForURL(/where=title/);
  await page.keyboard.press("Escape");
  await builder.waitFor({ state: "detached" });
  await page.locator("body").focus();
  await tabTo(page, /Save view…/, 160);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.waitFor();
  await tabTo(page, /^Name/);
  const name = `Sepsis ${Date.now()}`;
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.getByText(`“${name}” is saved.`).waitFor();
  await page.getByRole("button", { name: new RegExp(name) }).waitFor();
  // And away again, for the next run.
  await page.getByRole("button", { name: /choose a view/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  await page.getByText(`“${name}” is deleted.`).waitFor();
  expect(errors).toEqual([]);
});
