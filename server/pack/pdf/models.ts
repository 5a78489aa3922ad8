import { pointZone } from "@/domain/metric/point-date";
import { capSentence } from "@/domain/pack/sentence";
import { MODEL_STATES, MODEL_WORDS } from "@/domain/pack/standing";
import { daysBetween, formatDay, formatMeasure, formatNumber } from "@/domain/shared/figure";
import type { MeasuredModel, PackData } from "../data";
import { wrap } from "./flow";
import { columns, opening, type Paper, type Sheet, section } from "./frame";
import { type Glyph, glyph } from "./glyph";
import { text, textLines } from "./mark";
import { withCharts } from "./model-charts";
import { MODEL_GLYPH, stateColor } from "./model-state";
import { limitInForce, sparkline } from "./series";
import { nowWords } from "./small-multiple";
import { stack } from "./stack";
import { inColor, STYLE } from "./style";
import { type Cell, COLUMN_GAP, type Column, heightOf, layTable, tableMarks } from "./table";

const KICKER = "Model health";
type Inventory = PackData["models"]["inventory"][number];
type Alert = PackData["models"]["alerts"][number];

const periodOf = ({ period }: PackData["models"]) => ({ from: Date.parse(period.from), to: Date.parse(period.to) });

/** Marks in rows of nine: a count that can be checked by eye. More than 18 are only counted. */
function countCell(total: number, marks: readonly { glyph: Glyph; count: number }[]): Cell {
  const glyphs = marks.flatMap(({ glyph: kind, count }) => Array.from({ length: count }, () => kind));
  const shown = glyphs.length <= 18 ? glyphs : [];
  const rows = Math.ceil(shown.length / 9);
  return {
    height: 13 + rows * 8.5,
    draw: (x, y) => [
      text(x, y + 10, total === 0 ? "–" : formatNumber(total), total === 0 ? STYLE.quiet : STYLE.count),
      ...shown.flatMap((kind, index) =>
        glyph(kind, x + 3 + (index % 9) * 8.5, y + 17.5 + Math.floor(index / 9) * 8.5, 4.8),
      ),
    ],
  };
}

function inventoryColumns(width: number): Column<Inventory>[] {
  const total = ({ states }: Inventory) => MODEL_STATES.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const full = width + COLUMN_GAP;
  return [
    { head: "", width: full * 0.24, cell: ({ tier }) => [{ text: tier, style: STYLE.strong }] },
    {
      head: "Live",
      width: full * 0.46,
      cell: (row) =>
        countCell(
          total(row),
          MODEL_STATES.map((state) => ({ glyph: MODEL_GLYPH[state], count: row.states[state] ?? 0 })),
        ),
    },
    {
      head: "Not live",
      width: full * 0.3,
      cell: ({ notLive }) => countCell(notLive, [{ glyph: "plain", count: notLive }]),
    },
  ];
}

function modelColumns(data: PackData, width: number): Column<MeasuredModel>[] {
  const period = periodOf(data.models);
  const asOf = new Date(data.asOf);
  const full = width + COLUMN_GAP;
  const age = ({ since }: MeasuredModel) =>
    since === null ? "" : `, ${formatMeasure(daysBetween(new Date(since), asOf), "d")}`;

  return [
    {
      head: "Model",
      width: full * 0.27,
      cell: ({ name, version }) => [
        {
          text: name,
          style: STYLE.medium,
          ...(version === null ? {} : { suffix: { text: version, style: STYLE.quiet } }),
        },
      ],
    },
    {
      head: "Tier",
      width: full * 0.06,
      cell: ({ tier }) => [{ text: tier === null ? "–" : String(tier), style: STYLE.number }],
    },
    { head: "Measure", width: full * 0.13, cell: ({ measure }) => [{ text: measure, style: STYLE.quiet }] },
    {
      head: "Trend",
      width: full * 0.22,
      cell: (row) => ({
        height: 17,
        draw: (x, y, room) => sparkline(row, period, { x, y: y + 1.5, width: room - 4, height: 14 }),
      }),
    },
    {
      head: "Limit",
      width: full * 0.08,
      align: "right",
      cell: (row) => [{ text: limitWords(limitInForce(row), row), style: STYLE.quietNumber }],
    },
    {
      head: "Now",
      width: full * 0.09,
      align: "right",
      cell: (row) => [{ text: nowWords(row), style: STYLE.strongNumber }],
    },
    {
      head: "State",
      width: full * 0.15,
      cell: (row) => [
        {
          text: `${MODEL_WORDS[row.state]}${row.state === "inside" || row.state === "not_measured" ? "" : age(row)}`,
          style: inColor(STYLE.medium, stateColor(row.state)),
          glyph: MODEL_GLYPH[row.state],
        },
      ],
    },
  ];
}

/** The day of a point, or of what follows from one: a stated day is that day everywhere. */
const pointDay = (at: string, timeZone: string): string => formatDay(new Date(at), pointZone(new Date(at), timeZone));

const limitWords = (limit: number | null, { unit, decimals }: { unit: string | null; decimals: number }): string =>
  limit === null ? "–" : formatMeasure(limit, unit, decimals);

const ALERT_GLYPH = { critical: "bad", warning: "watch", no_data: "stale" } as const;
const ALERT_WORDS = { critical: "critical", warning: "warning", no_data: "no data" } as const;

function alertColumns(data: PackData, width: number): Column<Alert>[] {
  const { timeZone } = data.organisation;
  const full = width + COLUMN_GAP;
  return [
    {
      head: "Level",
      width: full * 0.15,
      cell: ({ level }) => [
        {
          text: ALERT_WORDS[level],
          style: inColor(STYLE.medium, stateColor(level)),
          glyph: ALERT_GLYPH[level],
        },
      ],
    },
    { head: "Model", width: full * 0.33, cell: ({ model }) => [{ text: model, style: STYLE.medium }] },
    { head: "Measure", width: full * 0.16, cell: ({ measure }) => [{ text: measure, style: STYLE.quiet }] },
    {
      head: "Value",
      width: full * 0.1,
      align: "right",
      cell: (row) => [{ text: nowWords({ ...row, now: row.value }), style: STYLE.strongNumber }],
    },
    {
      head: "Limit",
      width: full * 0.1,
      align: "right",
      cell: (row) => [{ text: limitWords(row.limit, row), style: STYLE.quietNumber }],
    },
    {
      head: "Open since",
      width: full * 0.16,
      cell: ({ openedAt }) => [{ text: pointDay(openedAt, timeZone), style: STYLE.body }],
    },
  ];
}

/** Inventory, every live model against its limits, open alerts, then one chart a model. */
export function modelSheets(data: PackData, paper: Paper): Sheet[] {
  const { models, organisation } = data;
  const lead = opening(paper, models.headline, models.standfirst);
  const left = columns(paper, 0, 4);
  const right = columns(paper, 4, 8);
  const all = models.inventory.reduce((sum, row) => sum + row.notLive, models.total);
  const inventory = section({ ...left, y: lead.top }, "Inventory by tier", `${formatNumber(all)} in all`, null);
  const inventoryTable = layTable(inventoryColumns(left.width), models.inventory, 5);
  const period = `${formatDay(new Date(models.period.from), organisation.timeZone)} to ${formatDay(new Date(models.period.to), organisation.timeZone)}; dotted line is the limit`;
  const cap = capSentence(models.rows.length, models.total);
  const alertCap = capSentence(models.alerts.length, models.alertTotal);
  const flowed = stack(
    [
      {
        name: "Live models against their limits",
        unit: models.rows.length === 0 ? null : period,
        conclusion: models.rows.length === 0 ? "No live model sends a measure yet." : cap,
        table: layTable(models.rows.length === 0 ? [] : modelColumns(data, right.width), models.rows, 4),
      },
      {
        name: "Open alerts",
        unit: formatNumber(models.alertTotal),
        conclusion: [models.alertsConclusion, alertCap].filter(Boolean).join(" "),
        table: layTable(models.alerts.length === 0 ? [] : alertColumns(data, right.width), models.alerts, 3.6),
      },
    ],
    { ...right, y: lead.top },
    paper,
  );
  const note = wrap(
    "Filled marks are live models by state; open rings are not live and have no limits yet.",
    STYLE.note,
    left.width,
  );
  const tables: Sheet[] = flowed.map((marks, index) => ({
    bookmark: index === 0 ? KICKER : null,
    kicker: index === 0 ? KICKER : `${KICKER}, continued`,
    marks:
      index > 0
        ? marks
        : [
            ...lead.marks,
            ...inventory.marks,
            ...tableMarks(inventoryTable, left.x, inventory.top),
            ...textLines(left.x, inventory.top + heightOf(inventoryTable) + 14, note, STYLE.note),
            ...marks,
          ],
  }));
  return withCharts(tables, data, paper, KICKER);
}
