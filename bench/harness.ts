import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { pageOf, type Result, type Row, round, withPart } from "./rows";

let results: Result[] = [];

export function report(result: Result): void {
  results.push(result);
  const floor = result.floor === null ? "" : `, floor ${round(result.floor)}`;
  const mark = result.held === null ? " " : result.held ? "+" : "-";
  process.stdout.write(
    `${mark} ${result.name}: ${round(result.product)} ${result.unit}${floor}, ratio ${round(result.ratio ?? Number.NaN)} (${result.limit})\n`,
  );
}

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

type Part = { name: string; machine: string; parts: readonly string[]; isWhole: boolean };

/** Puts what was reported since the last call into docs/bench.json and docs/bench.md as the rows of a part; other rows stay. */
export async function writePart(root: string, { name, machine, parts, isWhole }: Part): Promise<void> {
  const file = path.join(root, "docs/bench.json");
  const { results: kept } = JSON.parse(await readFile(file, "utf8")) as { results: Row[] };
  const [load = 0] = loadavg();
  const day = new Date().toISOString().slice(0, 10);
  const rows = withPart(
    kept,
    name,
    results.map((result) => ({ ...result, part: name, day, machine, ...(load > cpus().length ? { load } : {}) })),
    isWhole,
  );
  results = [];
  await writeFile(path.join(root, "docs/bench.md"), pageOf(rows, parts));
  await writeFile(file, `${JSON.stringify({ results: rows }, null, 2)}\n`);
}
