import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { canonicalJson } from "@/server/pack/canonical";
import { createPrinter } from "@/server/pack/render";
import { samplePack } from "@/server/pack/sample";
import { median, report, timed } from "./harness";

const PACKS = 40;

/** Milliseconds a page by a warm worker, and the memory of a process over two hundred packs. */
export async function benchPack(): Promise<void> {
  const printer = createPrinter();
  const json = canonicalJson(samplePack({ initiatives: 120, models: 9, edits: 40, moves: 6 }));
  const first = await printer.print(json);
  const times: number[] = [];
  for (let n = 0; n < PACKS; n += 1) times.push(await timed(() => printer.print(json)));
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
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/pack-memory.ts"]);
  const { after20, after200 } = JSON.parse(stdout) as { after20: number; after200: number };
  report({
    name: "memory of a process after 200 packs against after 20",
    unit: "MB",
    floor: after20,
    product: after200,
    ratio: after200 / after20,
    limit: "≤ 1.1",
    held: after200 / after20 <= 1.1,
  });
}
