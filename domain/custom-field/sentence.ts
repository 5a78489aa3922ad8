import { counted, countWord, sentenceCase, verb } from "../shared/sentence";

/** "Four fields of your own stand beside the built-in ones, three of them in use." */
export function fieldsHeadline(fields: readonly { archived: boolean; used: number }[]): string {
  const shown = fields.filter(({ archived }) => !archived);
  if (shown.length === 0) return "An initiative has its own fields and none that you added.";
  const used = shown.filter((field) => field.used > 0).length;
  const stand = `${sentenceCase(counted(shown.length, "field"))} of your own ${verb(shown.length, "stands", "stand")} beside the built-in ones`;
  if (shown.length === 1) return `${stand}${used ? "" : ", not used yet"}.`;
  if (used === 0) return `${stand}, none of them used yet.`;
  return used === shown.length ? `${stand}, all of them in use.` : `${stand}, ${countWord(used)} of them in use.`;
}
