import { axe, describe, expect, SAMPLE, settled, test } from "./fixture";
import { lookLint } from "./look-lint";

const LOOKS = [
  { name: "wide, light", width: 1440, dark: false },
  { name: "wide, dark", width: 1440, dark: true },
  { name: "narrow, light", width: 390, dark: false },
];
const PAGES = [
  "/risks/R-31",
  "/risks/R-27",
  "/risks/log",
  "/risks/new",
  "/risks/starters",
  "/settings/appetite",
  "/settings/matrix",
];

describe.for(LOOKS)("$name", (look) => {
  test("pages of risk hold up", async ({ sampleAs }) => {
    const { page, errors } = await sampleAs("pmo", look);
    for (const path of PAGES) {
      await page.goto(`/${SAMPLE}${path}`);
      await settled(page);
      expect(await axe(page), path).toEqual([]);
      expect(await lookLint(page), path).toEqual([]);
    }
    expect(errors).toEqual([]);
  });

  test("the risks of an initiative and of a model, and what exposure stands on, hold up", async ({ sampleAs }) => {
    const { page, errors } = await sampleAs("pmo", look);
    await page.goto(`/${SAMPLE}/risks`);
    await settled(page);
    const leans = page.getByRole("region", { name: "What it stands on" });
    await leans.getByText(/of the \$.* that stands on models/).waitFor();
    expect(await leans.getByRole("heading", { level: 3 }).allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Model/), expect.stringMatching(/^Business unit/)]),
    );
    expect(await lookLint(page)).toEqual([]);

    for (const path of ["/initiatives/AI-07", "/models"]) {
      await page.goto(`/${SAMPLE}${path}`);
      await settled(page);
      if (path === "/models") {
        await page.getByRole("link", { name: "Sepsis early warning" }).first().click();
        await page.waitForURL(/\/models\/[0-9a-f-]{36}/);
        await settled(page);
      }
      const risks = page.getByRole("region", { name: "Risks" });
      await risks.getByRole("link", { name: "Sepsis cases missed on wards" }).waitFor();
      await risks.getByText(/^red/).last().waitFor();
      expect(await axe(page), path).toEqual([]);
      expect(await lookLint(page), path).toEqual([]);
    }
    expect(errors).toEqual([]);
  });
});
