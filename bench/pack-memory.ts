import { canonicalJson } from "@/server/pack/canonical";
import { createPrinter } from "@/server/pack/render";
import { samplePack } from "@/server/pack/sample";

const PACKS = 200;

/** A process of its own, so that its memory is that of making packs: prints the resident megabytes after 20 and after 200. */
const printer = createPrinter();
const json = canonicalJson(samplePack({ initiatives: 120, models: 9, edits: 40, moves: 6 }));
let after20 = 0;
for (let n = 1; n <= PACKS; n += 1) {
  await printer.print(json);
  if (n === 20) after20 = process.memoryUsage().rss / 1e6;
}
process.stdout.write(JSON.stringify({ after20, after200: process.memoryUsage().rss / 1e6 }));
await printer.close();
