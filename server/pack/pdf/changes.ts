import { pointZone } from "@/domain/metric/point-date";
import { MODEL_WORDS } from "@/domain/pack/standing";
import { formatChange, formatNumber, formatShortDay } from "@/domain/shared/figure";
import type { PackData } from "../data";
import { editSheets } from "./edits";
import { wrap } from "./flow";
import { columns, opening, type Paper, type Sheet, section } from "./frame";
import { glyph } from "./glyph";
import { disc, type Mark, path, rule, text, textCentred, textLines } from "./mark";
import { MODEL_GLYPH } from "./model-state";
import { COLOR, type Color, inColor, STYLE } from "./style";
import { COLUMN_GAP, layTable, tableMarks } from "./table";

const KICKER = "What changed";
type Changes = PackData["changes"];
type Move = Changes["moves"][number];
type Block = { x: number; y: number; width: number };

/** Moves, measures then and now, and models on the first page; then what was edited. */
export function changeSheets(data: PackData, paper: Paper): Sheet[] {
  const { changes } = data;
  const lead = opening(paper, changes.headline, changes.standfirst);
  const bottom = lead.top + 188;
  const first = [
    ...lead.marks,
    ...moves(data, { ...columns(paper, 0, 4), y: lead.top }, bottom),
    ...counts(data, { ...columns(paper, 4, 4), y: lead.top }),
    ...modelChanges(data, { ...columns(paper, 8, 4), y: lead.top }, bottom),
  ];
  return editSheets(data, paper, { kicker: KICKER, marks: first, top: bottom + 6 });
}

/** Stages as a rail: ring where it stood, arrow, disc where it stands. */
function moves({ changes, organisation }: PackData, at: Block, bottom: number): Mark[] {
  const head = section(at, "Stages", changes.moveTotal > 0 ? "ring before, disc now" : null, changes.movesConclusion);
  const marks = [...head.marks];
  const rail = { x: at.x + at.width - 104, width: 98 };
  const labels = changes.stageLabels;
  const place = (stage: string | null) => {
    const index = labels.findIndex((label) => label.stage === stage);
    return index < 0 ? null : rail.x + 6 + (index * (rail.width - 6)) / Math.max(1, labels.length - 1);
  };
  let y = head.top + 4;
  const [firstLabel, lastLabel] = [labels[0], labels.at(-1)];
  if (changes.moves.length > 0 && firstLabel && lastLabel) {
    marks.push(text(rail.x, y + 6, firstLabel.label, STYLE.axis));
    marks.push(textEndingWithin(at.x + at.width, y + 6, lastLabel.label));
    y += 12;
  }
  const room = Math.floor((bottom - 14 - y) / 24);
  const shown = changes.moves.slice(0, changes.moveTotal > room ? room - 1 : room);
  for (const move of shown) {
    marks.push(...moveRow(move, at, y, rail, labels, place, organisation.timeZone));
    y += 24;
  }
  if (changes.moveTotal > shown.length) {
    marks.push(
      text(
        at.x,
        y + 10,
        `${formatNumber(changes.moveTotal - shown.length)} more stand in the list of edits.`,
        STYLE.note,
      ),
    );
  }
  return marks;
}

const textEndingWithin = (x: number, y: number, words: string): Mark => {
  const style = STYLE.axis;
  const centred = textCentred(0, y, words, style);
  return centred.kind === "text" ? { ...centred, x: x + 2 * centred.x } : centred;
};

function moveRow(
  move: Move,
  at: Block,
  y: number,
  rail: { x: number; width: number },
  labels: Changes["stageLabels"],
  place: (stage: string | null) => number | null,
  timeZone: string,
): Mark[] {
  const [title = ""] = wrap(move.title, STYLE.medium, at.width - 108, 1);
  const middle = y + 8;
  const [from, to] = [place(move.from), place(move.to)];
  const name = (stage: string | null) => labels.find((label) => label.stage === stage)?.label ?? "not stated";
  const when = formatShortDay(new Date(move.at), timeZone);
  const words = wrap(`${when}: ${name(move.from)} to ${name(move.to)}`, STYLE.note, at.width - 108, 1);
  const marks: Mark[] = [
    text(at.x, y + 7, title, STYLE.medium),
    ...textLines(at.x, y + 16.5, words, STYLE.note),
    path(rail.x + 6, middle + 1, `M0 0H${rail.width - 6}`, { stroke: COLOR.rule2, width: 0.6 }),
    ...labels.flatMap(({ stage }) => {
      const x = place(stage);
      return x === null ? [] : [disc(x, middle + 1, 1.1, { fill: COLOR.line })];
    }),
  ];
  if (to !== null) marks.push(disc(to, middle + 1, 2.9, { fill: COLOR.ink }));
  if (from !== null && to !== null) {
    const direction = to > from ? 1 : -1;
    const tip = to - direction * 4;
    marks.push(
      disc(from, middle + 1, 2.6, { fill: "#ffffff", stroke: COLOR.ink, width: 0.8 }),
      path(from + direction * 3, middle + 1, `M0 0H${tip - from - direction * 3}`, { stroke: COLOR.ink, width: 0.9 }),
      path(tip, middle + 1, `M${-direction * 3} -2L0 0L${-direction * 3} 2`, { stroke: COLOR.ink, width: 0.9 }),
    );
  }
  return marks;
}

function counts(data: PackData, at: Block): Mark[] {
  const { changes, organisation, since, asOf } = data;
  const head = section(at, "Then and now", `${changes.counts.length} measures`, changes.countsConclusion);
  const day = (instant: string) => formatShortDay(new Date(instant), organisation.timeZone);
  const full = at.width + COLUMN_GAP;
  const table = layTable<Changes["counts"][number]>(
    [
      { head: "", width: full * 0.5, cell: ({ label }) => [{ text: label, style: STYLE.body }] },
      {
        head: since ? day(since) : "before",
        width: full * 0.16,
        align: "right",
        cell: ({ before }) => [{ text: since ? formatNumber(before) : "–", style: STYLE.quietNumber }],
      },
      {
        head: day(asOf),
        width: full * 0.16,
        align: "right",
        cell: ({ now }) => [{ text: formatNumber(now), style: STYLE.strongNumber }],
      },
      {
        head: "Change",
        width: full * 0.18,
        align: "right",
        cell: (row) => [
          { text: since ? formatChange(row.now - row.before) : "–", style: inColor(STYLE.number, changeColor(row)) },
        ],
      },
    ],
    changes.counts,
    2.6,
  );
  return [...head.marks, ...tableMarks(table, at.x, head.top)];
}

function changeColor({ before, now, better }: Changes["counts"][number]): Color {
  if (better === "neither" || before === now) return COLOR.ink2;
  return now > before === (better === "higher") ? COLOR.good : COLOR.bad;
}

function modelChanges(data: PackData, at: Block, bottom: number): Mark[] {
  const { changes, organisation } = data;
  const head = section(
    at,
    "Models",
    changes.modelChanges.length > 0 ? "state before, now" : null,
    changes.modelConclusion,
  );
  const marks = [...head.marks];
  let y = head.top + 2;
  const room = Math.floor((bottom - 14 - y) / 24);
  const shown = changes.modelChanges.slice(0, changes.modelChanges.length > room ? room - 1 : room);
  for (const change of shown) {
    const [name = ""] = wrap(change.model, STYLE.medium, at.width - 50, 1);
    const when = change.at
      ? `, ${formatShortDay(new Date(change.at), pointZone(new Date(change.at), organisation.timeZone))}`
      : "";
    const right = at.x + at.width;
    if (y > head.top + 2) marks.push(rule(at.x, y - 2, at.width, COLOR.rule2));
    marks.push(
      text(at.x, y + 8, name, STYLE.medium),
      text(
        at.x,
        y + 17.5,
        `${change.measure}: ${MODEL_WORDS[change.from]} to ${MODEL_WORDS[change.to]}${when}`,
        STYLE.note,
      ),
      ...glyph(MODEL_GLYPH[change.from], right - 28, y + 7),
      path(right - 21, y + 7, "M0 0H10M7 -2L10 0L7 2", { stroke: COLOR.ink2, width: 0.75 }),
      ...glyph(MODEL_GLYPH[change.to], right - 4, y + 7),
    );
    y += 24;
  }
  const missing = changes.modelChanges.length - shown.length;
  if (missing > 0) marks.push(text(at.x, y + 8, `${formatNumber(missing)} more stand under model health.`, STYLE.note));
  return marks;
}
