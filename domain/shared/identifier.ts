/** Traces of a person in free text. Patient data is not stored here: whoever is about to save some is warned first. */
export const IDENTIFIER_KINDS = ["ssn", "mrn", "birth", "phone", "email"] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];
export type Identifier = { kind: IdentifierKind; text: string; at: number };

const WORDS: Record<IdentifierKind, string> = {
  ssn: "a social security number",
  mrn: "a medical record number",
  birth: "a date of birth",
  phone: "a phone number",
  email: "an e-mail address",
};

const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";
const DATE = `(?:\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2} ${MONTH}\\.?,? \\d{4}|${MONTH}\\.? \\d{1,2},? \\d{4})`;

/**
 * The forms of the identifiers HIPAA names that a pattern can tell (45 CFR 164.514(b)(2)(i)). Every repetition is bounded,
 * so that no text takes long. First come, first served: a number is one thing only.
 */
const FORMS: readonly [IdentifierKind, RegExp][] = [
  ["email", /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)/g],
  [
    "mrn",
    /\b(?:mrn|medical record(?: number| no\.?)?|patient (?:id|no\.?|number))\s{0,3}[:#]?\s{0,3}[a-z]{0,3}-?\d{5,12}\b/gi,
  ],
  [
    "ssn",
    /\b(?:(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}|(?:ssn|social security(?: number)?)\s{0,3}[:#]?\s{0,3}\d{9})\b/gi,
  ],
  [
    "birth",
    new RegExp(`\\b(?:dob|d\\.o\\.b\\.?|date of birth|birth ?date|born(?: on)?)\\s{0,3}[:#]?\\s{0,3}${DATE}\\b`, "gi"),
  ],
  ["phone", /(?<![\w.])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g],
  ["phone", /(?<![\w.])\+[2-9]\d{0,2}(?:[-. ]?\d{2,4}){2,5}(?![\w-])/g],
];

/** What in a text looks like it names a person, in the order of the text. */
export function identifiersIn(text: string): Identifier[] {
  const found: Identifier[] = [];
  for (const [kind, form] of FORMS)
    for (const { index, 0: match } of text.matchAll(form)) {
      const isTaken = found.some(({ at, text: held }) => index < at + held.length && at < index + match.length);
      if (!isTaken) found.push({ kind, text: match, at: index });
    }
  return found.sort((one, other) => one.at - other.at);
}

/** One sentence for whoever is about to save the text; null when nothing was found. */
export function identifierWarning(text: string): string | null {
  const found = identifiersIn(text);
  const [first] = found;
  if (!first) return null;
  const kinds = [...new Set(found.map(({ kind }) => WORDS[kind]))];
  const [last = "", ...before] = [...kinds].reverse();
  const named = before.length ? `${before.reverse().join(", ")} and ${last}` : last;
  return `This looks like ${named} (“${first.text}”). Patient data does not belong here.`;
}
