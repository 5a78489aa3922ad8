/** One measured claim: the product beside its floor, in the same run. */
export type Result = {
  name: string;
  unit: string;
  floor: number | null;
  product: number;
  /** product / floor, or floor / product for rates: 1 is as good as the floor. */
  ratio: number | null;
  limit: string;
  held: boolean | null; // null: measured, no limit is set
  note?: string;
};

/** A claim as the file keeps it: what it was measured by, when and where. */
export type Row = Result & {
  part: string;
  day: string;
  machine: string;
  /** Mean of processes that wanted a core, where that was more than there are: others worked meanwhile. */
  load?: number;
};

/**
 * The rows of one part in place of those it had, where they stood; every other row as it is. A part that was cut short replaces
 * only the rows it measured.
 */
export function withPart(rows: readonly Row[], part: string, measured: readonly Row[], isWhole: boolean): Row[] {
  const names = new Set(measured.map(({ name }) => name));
  const isReplaced = (row: Row) => row.part === part && (isWhole || names.has(row.name));
  const first = rows.findIndex((row) => row.part === part);
  const place = first < 0 ? rows.length : first;
  const kept = (some: readonly Row[]) => some.filter((row) => !isReplaced(row));
  return [...kept(rows.slice(0, place)), ...measured, ...kept(rows.slice(place))];
}

export const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;

const HEAD = "| what | product | floor | ratio | limit | held | measured |\n|---|---:|---:|---:|---|---|---|";

/** The rows as a page. `parts` are all there are: those without a row are named. */
export function pageOf(rows: readonly Row[], parts: readonly string[]): string {
  const machines = [...new Set(rows.map(({ machine }) => machine))];
  const place = (machine: string) => (machines.length > 1 ? `, on ${machine}` : "");
  const lines = rows.map(
    ({ name, unit, floor, product, ratio, limit, held, note, day, machine, load }) =>
      `| ${name}${note ? ` (${note})` : ""} | ${round(product)} ${unit} | ${floor === null ? "" : `${round(floor)} ${unit}`} | ${ratio === null ? "" : round(ratio)} | ${limit} | ${held === null ? "" : held ? "yes" : "**no**"} | ${day}${place(machine)}${load === undefined ? "" : `, load ${round(load)}`} |`,
  );
  const missing = parts.filter((part) => !rows.some((row) => row.part === part));
  const without = missing.length > 0 ? `\nWithout a row yet (\`BENCH_ONLY=${missing.join(",")}\`).` : "";
  const where = machines.length === 1 ? ` ${machines[0]}.` : "";
  return `# Measured

Made by \`npm run bench\`: medians of alternating runs, floor and product in the same run.${where}
\`BENCH_ONLY=list,search\` measures parts alone and leaves the rows of the others as they were.${without}

${HEAD}
${lines.join("\n")}
`;
}
