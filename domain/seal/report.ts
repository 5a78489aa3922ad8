import { formatDate } from "../shared/figure";
import { counted, groupThousands, plural, sentenceCase } from "../shared/sentence";

/** Which version of which row: the first four parts of an entry. */
export type Place = { event: "open" | "close" | "change"; table: string; key: readonly string[]; at: string };

export const FINDING_WORDS = {
  changed: "was changed after it was sealed",
  removed: "was sealed and is no longer there",
  inserted: "was put into the record after the day was sealed",
  later: "holds another value in a column added later than every other version of that time",
  orphan: "belongs to no recorded change",
  backdated: "was written later than it says",
  list: "The list of what was sealed does not give the sealed root.",
  seal: "The seal does not have the hash it says: the seal itself was changed.",
  chain: "The seal does not follow the seal before it.",
  missing: "No seal: the day was removed from the chain.",
  order: "The seal stands out of order.",
  foreign: "The seal is of another organisation.",
  before: "Changes are recorded for this day, before the first seal.",
  unsealed: "Changes are recorded for this day, and it was never sealed.",
  head: "The chain does not hold the hash you gave.",
  manifest: "The manifest does not say what the file holds.",
  file: "The file is not as it was written.",
} as const;
export type FindingKind = keyof typeof FINDING_WORDS;

export type Finding = { kind: FindingKind; day: string | null; place?: Place; detail?: string };

export type Report = {
  organisation: { id: string; slug: string; name: string };
  /** Only the seed of a sample sets past instants. */
  sample: boolean;
  madeAt: string;
  days: number;
  leaves: number;
  first: string | null;
  head: { day: string; chain: string } | null;
  /** Changes whose own id shows that they were written later than their instant; the seed's, in a sample. */
  seeded: number;
  /** Seals made more than two days after their day. */
  late: { count: number; first: string | null };
  /** Days over but not sealed yet, and the day the record was read on. */
  waiting: string[];
  findings: Finding[];
  /** All of them; `findings` holds the first. */
  found: number;
};

const EVENTS = { open: "version of", close: "end of the version of", change: "change of" } as const;
const NAMES: Record<string, string> = { change: "change" };

/** "initiative 0190…: the version of 2026-11-18 10:00:00.123456 UTC". */
export function placeText({ event, table, key, at }: Place): string {
  const instant = at.replace("T", " ").replace(/\+00:00$/, " UTC");
  return `${NAMES[table] ?? table} ${key.join(" / ")}`.trimEnd().concat(`, ${EVENTS[event]} ${instant},`);
}

/** One line a finding: the day, what it is about, what is wrong with it. */
export function findingText({ kind, day, place, detail }: Finding): string {
  const what = place ? `${placeText(place)} ${FINDING_WORDS[kind]}.` : FINDING_WORDS[kind];
  return [day, detail ? `${what} ${detail}` : what].filter(Boolean).join(" · ");
}

/** The conclusion first, then what a reader must know to judge it. */
export function reportLines(report: Report): string[] {
  const { organisation, days, leaves, first, head, found, findings, sample, seeded, late, waiting } = report;
  const span = first && head ? `, ${formatDate(first)} to ${formatDate(head.day)}` : "";
  const verdict = found === 0 ? "the record is as it was sealed" : counted(found, "finding");
  const lines = [
    `${organisation.name} (${organisation.slug}): ${verdict}. ${sentenceCase(counted(days, "day"))} sealed${span}, ${counted(leaves, "entry", "entries")}.`,
    ...findings.map((finding) => `  ${findingText(finding)}`),
    ...(found > findings.length ? [`  and ${groupThousands(found - findings.length)} more`] : []),
  ];
  if (head) lines.push(`Head of the chain: ${head.day} ${head.chain}`);
  if (sample)
    lines.push(
      `This is a sample organisation: its seed set past instants. Changes written later than they say: ${groupThousands(seeded)}.`,
    );
  if (late.count > 0)
    lines.push(
      `${sentenceCase(counted(late.count, "day was", "days were"))} sealed more than two days after ${plural(late.count, "it", "they")} ended, from ${late.first}. What was altered before that, the seals do not show.`,
    );
  if (waiting.length > 0) lines.push(`Not sealed yet: ${waiting.join(", ")}.`);
  return lines;
}
