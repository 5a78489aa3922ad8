/** What a recorded action did to a risk, where its fields do not say it. */
const WORDS: Readonly<Record<string, string>> = {
  "risk.create": "Raised",
  "risk.edit": "Changed",
  "risk.assess": "Assessed",
  "risk.close": "Closed",
  "risk.reopen": "Reopened",
  "risk.materialise": "Came true",
  "risk.tag": "Taxonomy changed",
  "risk.propose-acceptance": "Acceptance proposed",
  "risk.accept": "Accepted",
  "risk.refuse-acceptance": "Acceptance refused",
  "risk.withdraw-acceptance": "Acceptance withdrawn",
  "risk.expire-acceptance": "Acceptance ended",
  "risk.acceptance-notice": "Acceptance stale, standing again or near its end",
  "risk.signal-raise": "Raised by a measure",
  "risk.signal-clear": "Measure recovered",
  "risk.signal-read": "Measure looked at",
  "risk.signal-set-back": "Set back by a person",
  "matrix.rerate": "Rated again by another matrix",
  "change.undo": "Took back a change",
  "database.write": "Written in the database itself",
};

/** Falls back on the action's own words: `risk.edit_control` is said as "Edit control". */
export function riskActionWords(action: string): string {
  const known = WORDS[action];
  if (known) return known;
  const own = (action.split(/[./]/)[1] ?? action).replaceAll(/[-_]/g, " ");
  return own.charAt(0).toLocaleUpperCase("en") + own.slice(1);
}
