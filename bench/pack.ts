import { canonicalJson } from "@/server/pack/canonical";
import { createPrinter } from "@/server/pack/render";
import { samplePack } from "@/server/pack/sample";
import { median, report, timed } from "./harness";

const PACKS = 200;
const MEGABYTE = 1_000_000;

/** Milliseconds a page by a warm worker, and the memory of the process over two hundred packs. */
export async function benchPack(): Promise<void> {
  const printer = createPrinter();
  const json = canonicalJson(samplePack({ initiatives: 120, models: 9, edits: 40, moves: 6 }));
  const first = await printer.print(json);
  const times: number[] = [];
  let rssAfter20 = 0;
  for (let n = 1; n <= PACKS; n += 1) {
    times.push(await timed(() => printer.print(json)));
    if (n === 20) rssAfter20 = process.memoryUsage().rss / MEGABYTE;
  }
  const rss = process.memoryUsage().rss / MEGABYTE;
  await printer.close();
  const page = median(times.slice(5)) / first.pages;
  report({
    name: `pack of ${first.pages} pages, warm worker, a page`,
    unit: "ms",
    floor: null,
    product: page,
    ratio: null,
    limit: "≤ 80 ms",
    held: page <= 80,
  });
  report({
    name: "memory after 200 packs against after 20",
    unit: "MB",
    floor: rssAfter20,
    product: rss,
    ratio: rss / rssAfter20,
    limit: "≤ 1.1",
    held: rss / rssAfter20 <= 1.1,
  });
}
