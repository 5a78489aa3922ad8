import { describe, expect, test } from "vitest";
import { organisationEdit, organisationStart } from "./input";
import { settingsHeadline } from "./sentence";
import { currencies, isCurrency, isLocale, isTimeZone, locales, timeZones } from "./settings";
import { slugOf } from "./slug";

describe("settings are what the platform's calendar knows", () => {
  test.each([
    ["America/Chicago", true],
    ["UTC", true],
    ["Asia/Kolkata", true],
    ["+01:00", false],
    ["Mars/Olympus", false],
    ["", false],
  ])("time zone %j: %s", (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
  test.each([
    ["USD", true],
    ["JPY", true],
    ["usd", false],
    ["ZZZ", false],
  ])("currency %j: %s", (code, known) => {
    expect(isCurrency(code)).toBe(known);
  });
  test.each([
    ["en-US", true],
    ["de-CH", true],
    ["xx", false],
    ["not a locale", false],
  ])("locale %j: %s", (tag, known) => {
    expect(isLocale(tag)).toBe(known);
  });
  test("everything that is offered is accepted", () => {
    expect(timeZones().filter((zone) => !isTimeZone(zone))).toEqual([]);
    expect(currencies().filter(({ value }) => !isCurrency(value))).toEqual([]);
    expect(locales("lt-LT").filter(({ value }) => !isLocale(value))).toEqual([]);
    expect(locales("lt-LT").map(({ value }) => value)).toContain("lt-LT");
  });
});

test.each([
  ["Hôpital St. Anne", "hopital-st-anne"],
  ["  Cedar Valley Health  ", "cedar-valley-health"],
  ["API", "api-organisation"],
  ["病院", ""],
  [`${"long ".repeat(30)}`, "long-long-long-long-long-long-long-long-long-long-long-long-lon"],
])("%j is at %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

describe("inputs", () => {
  const good = { name: " Acme ", slug: "acme", timeZone: "Europe/Berlin", currency: "eur" };
  test("are trimmed, with defaults", () => {
    expect(organisationStart.parse(good)).toEqual({
      ...{
        name: "Acme",
        slug: "acme",
        timeZone: "Europe/Berlin",
        currency: "EUR",
        locale: "en-US",
        fiscalYearStart: 1,
      },
    });
  });
  test.each([
    ["slug", "sign-in"],
    ["slug", "-a"],
    ["slug", "a"],
    ["slug", "Acme"],
    ["name", "  "],
    ["timeZone", "Berlin"],
    ["currency", "gold"],
  ])("%s %j is refused, naming the field", (field, value) => {
    const result = organisationStart.safeParse({ ...good, [field]: value });
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  });
  test("a fiscal year starts in a month", () => {
    const edit = { ...good, locale: "en-US", fiscalYearStart: 13, version: 1 };
    expect(organisationEdit.safeParse(edit).error?.issues[0]?.path).toEqual(["fiscalYearStart"]);
  });
});

test("the settings in a sentence", () => {
  const settings = { name: "Acme", currency: "EUR", timeZone: "America/New_York", fiscalYearStart: 7 };
  expect(settingsHeadline(settings)).toBe("Acme counts in Euro, on New York time, in fiscal years that start in July.");
});
