import { condenseEdits, countedSentence, editsConclusion, type NetEdit } from "@/domain/pack/edits";
import { capSentence } from "@/domain/pack/sentence";
import { formatNumber, formatShortDay } from "@/domain/shared/figure";
import { shorten } from "@/domain/shared/sentence";
import type { PackData } from "../data";
import { wrap } from "./flow";
import { CONTINUED_TOP, type Paper, type Sheet, section, sinceWords } from "./frame";
import { type Mark, rule, text, textLines } from "./mark";
import { COLOR, inColor, STYLE } from "./style";
import { COLUMN_GAP, type Column, heightOf, layTable, splitTable, tableMarks } from "./table";

/** A value is cut past this: the register has it whole. */
const VALUE_LENGTH = 120;
/** Codes named behind a field that is only counted. */
const MOST_CODES = 60;
/** Space above the counted line, in points. */
const ABOVE_COUNTED = 16;

/** A line of the list: the first of its initiative names it. */
type Line = NetEdit & { readonly isFirst: boolean };

type Opened = { readonly kicker: string; readonly marks: readonly Mark[]; readonly top: number };

/** Below what opens the first page: what was edited by initiative, then in one line what is only counted. */
export function editSheets(data: PackData, paper: Paper, first: Opened): Sheet[] {
  const { changes } = data;
  const all = { x: paper.left, y: first.top, width: paper.right - paper.left };
  const unit = formatNumber(changes.rowTotal);
  if (changes.rows.length === 0) {
    const head = section(all, "What was edited", unit, null);
    const words =
      data.since === null
        ? "Edits are listed once there is an earlier date."
        : `No field was edited ${sinceWords(data)}.`;
    const marks = [...first.marks, ...head.marks, text(all.x, head.top + 12, words, STYLE.conclusion)];
    return [{ bookmark: first.kicker, kicker: first.kicker, marks }];
  }
  const condensed = condenseEdits(changes.rows);
  const head = section(all, "What was edited", unit, editsConclusion(condensed));
  const lines = condensed.groups.flatMap(({ edits }) =>
    edits.map((edit, index): Line => ({ ...edit, isFirst: index === 0 })),
  );
  const table = layTable(lines.length === 0 ? [] : lineColumns(data, all.width), lines, 2.6, ({ isFirst }) => !isFirst);
  const pages = splitTable(table, paper.bottom - head.top, paper.bottom - CONTINUED_TOP);
  const sheets = pages.map((page, index): Sheet & { end: number } => {
    const top = index === 0 ? head.top : CONTINUED_TOP;
    const begins =
      index === 0 ? [...first.marks, ...head.marks] : [rule(all.x, CONTINUED_TOP, all.width, COLOR.ink, 0.75)];
    return {
      bookmark: index === 0 ? first.kicker : null,
      kicker: index === 0 ? first.kicker : `${first.kicker}, continued`,
      marks: [...begins, ...tableMarks(page, all.x, top)],
      end: top + heightOf(page),
    };
  });
  return withCounted(sheets, countedLines(data, all.width), paper, first.kicker);
}

/** What stands under the list: edits that are only counted, and that older ones are not in it. */
function countedLines({ changes }: PackData, width: number): string[] {
  const condensed = condenseEdits(changes.rows);
  return [countedSentence(condensed, MOST_CODES), capSentence(changes.rows.length, changes.rowTotal)].flatMap(
    (words) => (words === null ? [] : wrap(words, STYLE.note, width)),
  );
}

/** On the last page where it fits, else on one of its own. */
function withCounted(
  sheets: readonly (Sheet & { end: number })[],
  lines: readonly string[],
  paper: Paper,
  kicker: string,
): Sheet[] {
  const last = sheets.at(-1);
  if (!last || lines.length === 0) return [...sheets];
  const height = ABOVE_COUNTED + lines.length * STYLE.note.leading;
  const marks = (top: number) => textLines(paper.left, top + ABOVE_COUNTED - 3, lines, STYLE.note);
  const ruled = (top: number) => rule(paper.left, top + 2, paper.right - paper.left, COLOR.rule);
  if (last.end + height <= paper.bottom + 8)
    return [...sheets.slice(0, -1), { ...last, marks: [...last.marks, ruled(last.end), ...marks(last.end)] }];
  return [
    ...sheets,
    { bookmark: null, kicker: `${kicker}, continued`, marks: [ruled(CONTINUED_TOP), ...marks(CONTINUED_TOP)] },
  ];
}

function lineColumns({ organisation }: PackData, width: number): Column<Line>[] {
  const full = width + COLUMN_GAP;
  const value = (words: string | null) => (words === null ? "none" : shorten(words, VALUE_LENGTH));
  return [
    {
      head: "Initiative",
      width: full * 0.25,
      cell: ({ title, code, isFirst }) =>
        isFirst ? [{ text: title, style: STYLE.medium, maxLines: 2, suffix: { text: code, style: STYLE.quiet } }] : [],
    },
    {
      head: "Field",
      width: full * 0.095,
      cell: ({ field, times }) => [
        {
          text: field,
          style: STYLE.body,
          ...(times > 1 ? { suffix: { text: `${formatNumber(times)} edits`, style: STYLE.note } } : {}),
        },
      ],
    },
    {
      head: "Was",
      width: full * 0.125,
      cell: ({ from }) => [{ text: value(from), style: inColor(STYLE.body, COLOR.ink3) }],
    },
    { head: "Now", width: full * 0.135, cell: ({ to }) => [{ text: value(to), style: STYLE.strong }] },
    {
      head: "Why",
      width: full * 0.215,
      cell: ({ reason }) => [{ text: reason ?? "", style: STYLE.body, maxLines: 4 }],
    },
    {
      head: "When",
      width: full * 0.06,
      cell: ({ at }) => [{ text: formatShortDay(new Date(at), organisation.timeZone), style: STYLE.quiet }],
    },
    { head: "By", width: full * 0.12, cell: ({ by }) => [{ text: by, style: STYLE.quiet }] },
  ];
}
