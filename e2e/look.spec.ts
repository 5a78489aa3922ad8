import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { axe, describe, expect, SAMPLE, settled, test } from "./fixture";
import { lookLint } from "./look-lint";

const PAGES = [
  "",
  "/initiatives",
  "/initiatives/AI-07",
  "/initiatives/new",
  "/initiatives/programs",
  "/risks",
  "/models",
  "/imports",
  "/packs",
  "/connections",
  "/connections/new",
  "/settings",
  "/settings/members",
  "/settings/fields",
  "/settings/tags",
  "/notifications",
  "/settings/account",
];
const LOOKS = [
  { name: "wide, light", width: 1440, dark: false },
  { name: "wide, dark", width: 1440, dark: true },
  { name: "narrow, light", width: 390, dark: false },
];

describe.for(LOOKS)("$name", (look) => {
  test.for(PAGES)("%s holds up", async (path, { sampleAs }) => {
    const { page, errors } = await sampleAs("admin", look);
    const response = await page.goto(`/${SAMPLE}${path}`);
    expect(response?.status()).toBe(200);
    await settled(page);
    expect(await axe(page)).toEqual([]);
    expect(await lookLint(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});

test("the sign-in page and a page that does not exist hold up", async ({ visit, sampleAs }) => {
  const stranger = await visit();
  await stranger.page.goto("/nowhere/at-all");
  await stranger.page.waitForURL(/\/sign-in\?next=%2Fnowhere%2Fat-all/);
  const member = await sampleAs("viewer");
  expect((await member.page.goto(`/${SAMPLE}/no-such-page`))?.status()).toBe(404);
  for (const { page } of [stranger, member]) {
    await page.locator("h1").first().waitFor();
    expect(await axe(page), page.url()).toEqual([]);
    expect(await lookLint(page), page.url()).toEqual([]);
  }
});

test("a model's page holds up, wide, narrow and dark; the overview is pictured for the README", async ({
  sampleAs,
}) => {
  for (const look of LOOKS) {
    const { page, errors } = await sampleAs("admin", look);
    await page.goto(`/${SAMPLE}/models`);
    await settled(page);
    await page.getByRole("link", { name: "Sepsis early warning" }).first().click();
    await page.waitForURL(/\/models\/[0-9a-f-]{36}/);
    await settled(page);
    expect(await axe(page), look.name).toEqual([]);
    expect(await lookLint(page), look.name).toEqual([]);
    expect(errors).toEqual([]);
  }
  const { page } = await sampleAs("executive");
  await page.goto(`/${SAMPLE}`);
  await settled(page);
  mkdirSync("docs/images", { recursive: true });
  await page.screenshot({ path: "docs/images/overview.png" });
});

test("paper: no navigation or controls, the whole register with its heads on every sheet", async ({ sampleAs }) => {
  const { page } = await sampleAs("executive");
  const printed = async (path: string): Promise<string[]> => {
    await page.goto(`/${SAMPLE}${path}`);
    await settled(page);
    const file = join(mkdtempSync(join(tmpdir(), "paper-")), "page.pdf");
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    rmSync(dirname(file), { recursive: true });
    return text.split("\f").filter((sheet) => sheet.trim() !== "");
  };
  const overview = await printed("");
  expect(overview.length).toBeLessThanOrEqual(3);
  expect(overview.join()).not.toMatch(/Skip to content|Steering packs|As of now/);
  const register = await printed("/initiatives");
  expect(register.join().match(/\bAI-\d+\b/g)?.length).toBeGreaterThanOrEqual(44);
  expect(register[0]).toMatch(/AI-02/); // it begins below the headline, not on a sheet of its own
  for (const sheet of register.slice(0, -1)) expect(sheet).toMatch(/Initiative\s+Unit\s+Stage/);
  expect(register.join().match(/Total of/g)).toHaveLength(1);
  expect(register.join()).not.toMatch(/New initiative|Export CSV|Show initiatives/);
});
