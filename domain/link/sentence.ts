import { joinClauses, sentence } from "../shared/sentence";
import { LINK_KINDS, type LinkKind, linkWord } from "./kind";

type Link = { kind: LinkKind; turned: boolean };

/** What a record hangs together with, counted by how: "Depends on 2 and is needed by 1." */
export function linksSentence(links: readonly Link[]): string {
  const ways = LINK_KINDS.flatMap((kind) => [false, true].map((turned) => ({ kind, turned })));
  const counts = new Map<string, number>();
  for (const { kind, turned } of ways) {
    const word = linkWord(kind, turned);
    if (counts.has(word)) continue; // the same word both ways
    counts.set(word, links.filter((link) => linkWord(link.kind, link.turned) === word).length);
  }
  const clauses = [...counts].map(([word, count]) => (count > 0 ? `${word} ${count}` : null));
  const said = joinClauses(clauses);
  return said ? sentence(said) : "Linked to nothing yet.";
}
