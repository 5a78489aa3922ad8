import { formatMoney } from "@/components/ui/format";
import { likelihoodBand, shortBand } from "@/domain/risk/band-text";
import { levelOf, type MatrixDefinition, scoreOf, stepName } from "@/domain/risk/matrix";
import { type Movement, movementText } from "@/domain/risk/movement";
import { compareSeverity, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";
import { sentence } from "@/domain/shared/sentence";
import type { Cell, HeatInput, HeatMark } from "./heat-grid";

/** A risk on the map. Amounts are minor units. */
export type MapMark = Cell & {
  id: string;
  code: string;
  title: string;
  severity: Severity;
  score: number;
  expectedValue: number | null;
  beyond: boolean;
};
/** Where a mark stood on the day compared with; null where that cell is on another matrix. */
export type MarkBefore = { id: string; likelihood: number | null; impact: number | null };

export type HeatMapData = {
  definition: MatrixDefinition;
  currency: string;
  locale?: string | undefined;
  /** The gravest class still borne, by which the line is drawn; null where nothing was decided. */
  tolerance: Severity | null;
  cells: readonly (Cell & { count: number })[];
  marks: readonly MapMark[];
  /** All risks are marks; else those are the worst of each cell. */
  whole: boolean;
  before: readonly MarkBefore[] | null;
  movements?: ReadonlyMap<string, Movement>;
};

export type MarkState = "still" | "moved" | "new";
export type ViewedMark = MapMark & { state: MarkState; from: Cell | null };

const NAMED = 12; // of those that neither moved nor are grave

/** The gravest first: class, score, expected loss. */
export const byGravity = (one: MapMark, other: MapMark): number =>
  compareSeverity(other.severity, one.severity) ||
  other.score - one.score ||
  (other.expectedValue ?? Number.NEGATIVE_INFINITY) - (one.expectedValue ?? Number.NEGATIVE_INFINITY) ||
  (one.id < other.id ? -1 : 1);

/** Marks with what became of them since the day compared with. Where nothing was recorded then, nothing is new. */
export function viewedMarks({ marks, before }: Pick<HeatMapData, "marks" | "before">): ViewedMark[] {
  const held = new Map((before ?? []).map((each) => [each.id, each]));
  return [...marks].sort(byGravity).map((mark): ViewedMark => {
    const was = held.get(mark.id);
    if (!was) return { ...mark, state: held.size > 0 ? "new" : "still", from: null };
    const { likelihood, impact } = was;
    if (likelihood === null || impact === null || (likelihood === mark.likelihood && impact === mark.impact))
      return { ...mark, state: "still", from: null };
    return { ...mark, state: "moved", from: { likelihood, impact } };
  });
}

/** The order in which a person steps through them: what moved or is new, then the others. */
export const stepOrder = (marks: readonly ViewedMark[]): ViewedMark[] => [
  ...marks.filter(({ state }) => state !== "still"),
  ...marks.filter(({ state }) => state === "still"),
];

/** "09" of "R-09"; any other code as it is, cut where it is long. */
export const shortCode = (code: string): string => /^R-(\d+)$/.exec(code)?.[1] ?? code.slice(0, 8);

const severityAt = (definition: MatrixDefinition, { likelihood, impact }: Cell): Severity =>
  definition.levels[levelOf(definition, likelihood, impact)]?.severity ?? "green";

const isBeyond = ({ definition, tolerance }: Pick<HeatMapData, "definition" | "tolerance">, cell: Cell): boolean =>
  tolerance !== null && compareSeverity(severityAt(definition, cell), tolerance) > 0;

/** The class of every cell by the grid, for its tint. */
export const severityOf = severityAt;

/** Along the top row: each level where it begins, and where what is borne ends. */
function wordsOf(data: Pick<HeatMapData, "definition" | "tolerance">): HeatInput["words"] {
  const { likelihoods, impacts, levels } = data.definition;
  const top = likelihoods.length - 1;
  let said = "";
  return impacts.flatMap((_, impact) => {
    const cell = { likelihood: top, impact };
    const beyond = isBeyond(data, cell);
    const text = beyond ? "beyond appetite" : (levels[levelOf(data.definition, top, impact)]?.name.toLowerCase() ?? "");
    if (text === said) return [];
    said = text;
    return [{ ...cell, text, strong: beyond }];
  });
}

/** What the geometry draws. */
export function heatInput(data: HeatMapData, marks: readonly ViewedMark[]): HeatInput {
  const { definition, whole, currency, locale } = data;
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  let plain = 0;
  const drawn = marks.map((mark): HeatMark => {
    const outstanding = mark.state !== "still" || mark.severity === "red";
    if (!outstanding) plain += 1;
    const named = !whole || outstanding || plain <= NAMED;
    return {
      id: mark.id,
      label: shortCode(mark.code),
      named,
      from: mark.from,
      likelihood: mark.likelihood,
      impact: mark.impact,
    };
  });
  const counts = definition.likelihoods.map((_, likelihood) =>
    definition.impacts.map(
      (__, impact) => data.cells.find((cell) => cell.likelihood === likelihood && cell.impact === impact)?.count ?? 0,
    ),
  );
  return {
    likelihoods: definition.likelihoods.map((step) => ({ name: step.name, band: likelihoodBand(step) })),
    impacts: definition.impacts.map((step) => ({ name: step.name, band: shortBand(step, money) })),
    words: wordsOf(data),
    beyond: definition.likelihoods.map((_, likelihood) =>
      definition.impacts.map((__, impact) => isBeyond(data, { likelihood, impact })),
    ),
    marks: drawn,
    counts: whole ? null : counts,
  };
}

/** What stands under the map on a chosen mark. */
export function readingOf(data: HeatMapData, mark: ViewedMark): string {
  const movement = data.movements?.get(mark.id);
  if (movement) return movementText(movement, data.currency);
  const { likelihoods, impacts } = data.definition;
  const cell = `${stepName(likelihoods, mark.likelihood)} and ${stepName(impacts, mark.impact)}`;
  const amount =
    mark.expectedValue === null
      ? "no expected loss stated"
      : `expected loss ${formatMoney(mark.expectedValue, data.currency, data.locale ? { locale: data.locale } : {})}`;
  return sentence(`${mark.title}: ${cell}. Score ${mark.score}, ${amount}`);
}

/** The map in words, for who does not see it. */
export function heatSummary({ definition, cells, whole, marks }: HeatMapData): string {
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  const bySeverity = (severity: Severity) =>
    cells.reduce((sum, cell) => sum + (severityAt(definition, cell) === severity ? cell.count : 0), 0);
  const classes = (["red", "amber", "yellow", "green"] as const)
    .map((severity) => `${SEVERITY_LABELS[severity].toLowerCase()} ${bySeverity(severity)}`)
    .join(", ");
  const worst = [...marks].sort(byGravity).slice(0, 5);
  const named = worst.map(({ code, title }) => `${code} ${title}`).join("; ");
  return `${count} risks by likelihood and impact: ${classes}${whole ? "" : ", the worst of each cell named"}. ${named ? `Gravest: ${named}.` : ""}`;
}

export const toleranceText = (tolerance: Severity): string => `appetite, up to ${tolerance}`;

/** "red, 16 or more" where the scores of red cells begin above all others; the class alone where they overlap. */
export function redWords(definition: MatrixDefinition): string {
  const scores = (isRed: boolean) =>
    definition.likelihoods.flatMap((_, likelihood) =>
      definition.impacts.flatMap((__, impact) =>
        (severityAt(definition, { likelihood, impact }) === "red") === isRed ? [scoreOf(likelihood, impact)] : [],
      ),
    );
  const [red, others] = [scores(true), scores(false)];
  const least = Math.min(...red);
  return red.length > 0 && least > Math.max(0, ...others) ? `red, ${least} or more` : "red";
}
