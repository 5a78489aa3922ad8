import { expect, test } from "vitest";
import { identifiersIn, identifierWarning } from "./identifier";

test.each([
  ["SSN 219-09-9999 on file", "ssn", "219-09-9999"],
  ["ssn: 219099999", "ssn", "ssn: 219099999"],
  ["see MRN 00482913 for the case", "mrn", "MRN 00482913"],
  ["Medical record number: AB-1234567", "mrn", "Medical record number: AB-1234567"],
  ["patient id #99812345", "mrn", "patient id #99812345"],
  ["DOB 03/14/1962", "birth", "DOB 03/14/1962"],
  ["born on 14 Mar 1962 in Fresno", "birth", "born on 14 Mar 1962"],
  ["date of birth: March 14, 1962", "birth", "date of birth: March 14, 1962"],
  ["call (555) 010-4477 today", "phone", "(555) 010-4477"],
  ["+1 555.010.4477", "phone", "+1 555.010.4477"],
  ["+49 30 1234 5678", "phone", "+49 30 1234 5678"],
  ["write to jane.doe+x@clinic.example.org.", "email", "jane.doe+x@clinic.example.org"],
])("%s", (text, kind, found) => {
  expect(identifiersIn(text)).toEqual([{ kind, text: found, at: text.indexOf(found) }]);
});

test.each([
  "Recall fell from 0.86 to 0.66 on 3 Nov 2026, 47 of 71 cases.",
  "Version 7.2.1 replaces 6.14.0; see AI-07 and R-31.",
  "Budget $1,250,000 over 2026-2028.",
  "000-12-3456, 666-12-3456, 912-12-3456 and 219-00-9999 are no social security numbers",
  "Rule M-1 fired 2026-11-04 06:12",
  "The form follows on 14 Mar 2026.",
  "@Tove Lindqvist please look",
  "id 0190f5c4-6f2a-7d11-9c3e-3c1a5b0e9d42",
  "",
])("nothing in: %s", (text) => {
  expect(identifiersIn(text)).toEqual([]);
  expect(identifierWarning(text)).toBeNull();
});

test("one warning says all of it, and quotes the first", () => {
  expect(identifierWarning("MRN 00482913, DOB 03/14/1962, jo@example.org, al@example.org")).toBe(
    "This looks like a medical record number, a date of birth and an e-mail address (“MRN 00482913”). Patient data does not belong here.",
  );
});

test("no text takes long", () => {
  const hostile = [
    "a.".repeat(20_000),
    "1-".repeat(20_000),
    "+2 22 ".repeat(8_000),
    `mrn${" ".repeat(40_000)}x`,
    "555-".repeat(10_000),
  ];
  for (const text of hostile) {
    const started = performance.now();
    identifiersIn(text);
    expect(performance.now() - started, text.slice(0, 10)).toBeLessThan(500);
  }
});
