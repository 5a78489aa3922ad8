import { counted, listOf, sentence, verb } from "../shared/sentence";

type Count = { comments: number; threads: number; open: number };

/** How the discussion of a record stands. */
export function discussionSentence({ comments, threads, open }: Count): string {
  if (threads === 0) return "Nothing was said yet.";
  if (open === 0) return sentence(`${counted(comments, "comment")}, all dealt with`);
  if (open === threads) return sentence(counted(comments, "comment"));
  return sentence(`${counted(comments, "comment")}; ${counted(open, "thread")} ${verb(open, "is", "are")} still open`);
}

/** Said after saving, of people who were mentioned in vain; null when there are none. */
export function unseenSentence(names: readonly string[], what: string): string | null {
  if (names.length === 0) return null;
  return `${listOf(names)} cannot see this ${what} and ${verb(names.length, "is", "are")} not told.`;
}
