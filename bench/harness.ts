import { writeFile } from "node:fs/promises";
import path from "node:path";

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

const results: Result[] = [];

export function report(result: Result): void {
  results.push(result);
  const floor = result.floor === null ? "" : `, floor ${round(result.floor)}`;
  const mark = result.held === null ? " " : result.held ? "+" : "-";
  process.stdout.write(
    `${mark} ${result.name}: ${round(result.product)} ${result.unit}${floor}, ratio ${round(result.ratio ?? Number.NaN)} (${result.limit})\n`,
  );
}

export const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("no values");
  return middle;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (at === undefined) throw new RangeError("no values");
  return at;
}

/** Milliseconds of one call. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Medians over `rounds` alternating runs, so that both sides meet the same noise. Each side is warmed up first. */
export async function alternate(
  floor: () => Promise<number>,
  product: () => Promise<number>,
  rounds = 5,
): Promise<{ floor: number; product: number }> {
  await floor();
  await product();
  const floors: number[] = [];
  const products: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await floor());
    products.push(await product());
  }
  return { floor: median(floors), product: median(products) };
}

export async function writeReport(root: string, machine: string): Promise<void> {
  const head = "| what | product | floor | ratio | limit | held |\n|---|---:|---:|---:|---|---|";
  const rows = results.map(
    ({ name, unit, floor, product, ratio, limit, held, note }) =>
      `| ${name}${note ? ` (${note})` : ""} | ${round(product)} ${unit} | ${floor === null ? "" : `${round(floor)} ${unit}`} | ${ratio === null ? "" : round(ratio)} | ${limit} | ${held === null ? "" : held ? "yes" : "**no**"} |`,
  );
  const text = `# Measured\n\nMade by \`npm run bench\`: medians of alternating runs, floor and product in the same run. ${machine}\n\n${head}\n${rows.join("\n")}\n`;
  await writeFile(path.join(root, "docs/bench.md"), text);
  await writeFile(path.join(root, "docs/bench.json"), `${JSON.stringify({ machine, results }, null, 2)}\n`);
}
