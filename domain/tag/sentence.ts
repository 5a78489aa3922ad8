import { counted, listOf, sentence } from "../shared/sentence";

const quoted = (names: readonly string[]): string =>
  listOf(
    names.map((name) => `“${name}”`),
    3,
  );

/** What the organisation's tags come to. */
export function tagsHeadline(total: number, once: number): string {
  if (total === 0) return "No initiative has a tag yet.";
  if (once === 0) return sentence(counted(total, "tag"));
  return sentence(
    `${counted(total, "tag")}, ${once === total ? "each" : `${counted(once, "of them", "of them")}`} on one initiative only`,
  );
}

/** Said before and after: what happens to how many initiatives. */
export function mergeSentence(names: readonly string[], into: string, initiatives: number, isThere: boolean): string {
  const what = names.length === 1 && !isThere ? `is called “${into}”` : `becomes “${into}”`;
  return sentence(
    `${quoted(names)} ${names.length === 1 ? what : `become “${into}”`} on ${counted(initiatives, "initiative")}`,
  );
}

export const deleteSentence = (names: readonly string[], initiatives: number): string =>
  sentence(`${quoted(names)} ${names.length === 1 ? "goes" : "go"} from ${counted(initiatives, "initiative")}`);
