/** What a recorded action did to an initiative, for the list of its changes. */
const WORDS: Readonly<Record<string, string>> = {
  "initiative.create": "Entered",
  "initiative.edit": "Changed",
  "initiative.change_stage": "Stage changed",
  "initiative.archive": "Archived",
  "initiative.restore": "Restored",
  "change.undo": "Took back a change",
  "database.write": "Written in the database itself",
};

/** Falls back on what kind of action it was: `import.commit` is said as "Import". */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known) return known;
  const [noun = action] = action.split(/[./]/);
  return noun.charAt(0).toLocaleUpperCase("en") + noun.slice(1).replaceAll(/[-_]/g, " ");
}
