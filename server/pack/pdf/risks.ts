import { isDecision } from "@/domain/risk/ask";
import { moneyText } from "@/domain/risk/money-text";
import type { Severity } from "@/domain/risk/severity";
import { formatNumber, formatSpokenDay } from "@/domain/shared/figure";
import { plural } from "@/domain/shared/sentence";
import type { PackData } from "../data";
import type { TopRisk } from "../risk-section";
import { wrap } from "./flow";
import { CONTINUED_TOP, columns, opening, type Paper, type Sheet, section } from "./frame";
import { GLYPH_COLOR, type Glyph } from "./glyph";
import { rule, text, textLines } from "./mark";
import { curveMarks, unitOf } from "./risk-curve";
import { legendMarks, MAP_HEIGHT, mapMarks } from "./risk-map";
import { COLOR, inColor, STYLE } from "./style";
import { COLUMN_GAP, type Column, heightOf, layTable, splitTable, tableMarks } from "./table";

const KICKER = "Risks";
const CURVE_HEIGHT = 168;
const SHAPE: Record<Severity, Glyph> = { red: "bad", amber: "watch", yellow: "fair", green: "good" };

const scoreText = ({ before, isNew, score }: TopRisk): string => {
  if (score === null) return "–";
  if (isNew) return `new ${score}`;
  return before === null || before === score ? String(score) : `${before} → ${score}`;
};

/** Widths are shares of the column; together they are 1. */
function columnsFor(width: number, currency: string, compared: boolean): Column<TopRisk>[] {
  const share = (part: number) => part * (width + COLUMN_GAP);
  return [
    { head: "", width: share(0.075), cell: ({ code }) => [{ text: code, style: STYLE.quiet }] },
    {
      head: "Risk and owner",
      width: share(0.325),
      cell: ({ title, owner }) => [
        { text: title, style: STYLE.body, maxLines: 2, suffix: { text: owner ?? "nobody", style: STYLE.quiet } },
      ],
    },
    {
      head: compared ? "Score,\nthen → now" : "Score",
      width: share(0.125),
      cell: (row) => [
        {
          text: scoreText(row),
          style: row.severity ? inColor(STYLE.strongNumber, GLYPH_COLOR[SHAPE[row.severity]]) : STYLE.number,
          ...(row.severity ? { glyph: SHAPE[row.severity] } : {}),
        },
      ],
    },
    {
      head: "Expected",
      width: share(0.105),
      align: "right",
      cell: ({ expected }) => [
        { text: expected === null ? "–" : moneyText(expected, currency), style: STYLE.strongNumber },
      ],
    },
    {
      head: "Response",
      width: share(0.245),
      cell: ({ response }) => [{ text: response, style: STYLE.body, maxLines: 2 }],
    },
    {
      head: "We ask",
      width: share(0.125),
      cell: ({ ask }) => [{ text: ask, style: isDecision(ask) ? STYLE.strong : STYLE.body }],
    },
  ];
}

/** One page: where the risks stand, what they may cost, and the ten largest with what is asked for. */
export function riskSheets(data: PackData, paper: Paper): Sheet[] {
  const { risks, organisation, since, asOf } = data;
  if (!risks) return [];
  const lead = opening(paper, risks.headline, risks.standfirst);
  const left = columns(paper, 0, 5);
  const right = columns(paper, 5, 7);
  const day = since ? formatSpokenDay(new Date(since), new Date(asOf), organisation.timeZone) : null;
  const all = `${formatNumber(risks.total)} open ${plural(risks.total, "risk")}`;
  const map = section({ ...left, y: lead.top }, `${all}, likelihood against impact`, "residual", null);
  const mapTop = map.top + 4;
  const legendLine = mapTop + MAP_HEIGHT + 11;
  const elsewhere =
    risks.elsewhere > 0 ? `${formatNumber(risks.elsewhere)} not rated by the matrix in use: on no cell.` : "";
  const noteHeight = elsewhere ? 11 : 0;
  const curve = section(
    { ...left, y: legendLine + 10 + noteHeight },
    "Chance of losing more than a given amount",
    `12 months, ${unitOf(risks).name}`,
    null,
  );
  const held = risks.rows.reduce((sum, { expected }) => sum + (expected ?? 0), 0);
  const largest = section(
    { ...right, y: lead.top },
    `${risks.rows.length === 10 ? "Ten largest" : "Largest"} by expected loss`,
    `${moneyText(held, risks.currency)} of ${moneyText(risks.expected, risks.currency)} expected`,
    null,
  );
  const note = wrap(risks.rest, STYLE.note, right.width);
  const bottom = paper.bottom - note.length * STYLE.note.leading - 8;
  const table = layTable(columnsFor(right.width, risks.currency, since !== null), risks.rows, 3.2);
  const tables = splitTable(table, bottom - largest.top, bottom - CONTINUED_TOP - 3);
  const curveTop = curve.top + 3;
  const height = Math.max(100, Math.min(CURVE_HEIGHT, paper.bottom + 6 - curveTop));
  return tables.map((page, index) => {
    const isFirst = index === 0;
    const top = isFirst ? largest.top : CONTINUED_TOP + 3;
    const below = top + heightOf(page);
    return {
      bookmark: isFirst ? KICKER : null,
      kicker: isFirst ? KICKER : `${KICKER}, continued`,
      marks: [
        ...(isFirst
          ? [
              ...lead.marks,
              ...map.marks,
              ...mapMarks(risks, { x: left.x, y: mapTop, width: left.width }),
              ...legendMarks(risks, left.x, legendLine),
              ...(elsewhere ? [text(left.x, legendLine + 11, elsewhere, STYLE.note)] : []),
              ...curve.marks,
              ...curveMarks(risks, { x: left.x, y: curveTop, width: left.width, height }, day),
              ...largest.marks,
            ]
          : []),
        ...tableMarks(page, right.x, top),
        ...(index === tables.length - 1
          ? [rule(right.x, below, right.width, COLOR.rule), ...textLines(right.x, below + 12, note, STYLE.note)]
          : []),
      ],
    };
  });
}
