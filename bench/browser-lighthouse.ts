import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { median, report } from "./harness";
import { round } from "./rows";

/** 185 MB with what it needs, so it is no dependency; the last release that runs on Node 20. */
const LIGHTHOUSE = "lighthouse@12.8.2";
const LEAST = 98;
const ROUNDS = 3;
const PATIENCE_MS = 240_000;
const run = promisify(execFile);

type Scores = Record<string, { score: number | null }>;
export type LighthousePage = { name: string; path: string };
type Options = { base: string; token: string; executablePath: string; flags: readonly string[] };

/** The four scores of signed-in pages: desktop preset, no throttling, medians. Says so when it cannot be had. */
export async function benchLighthouse(options: Options, pages: readonly LighthousePage[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "lighthouse-"));
  const headers = path.join(folder, "headers.json");
  await writeFile(headers, JSON.stringify({ Cookie: `authjs.session-token=${options.token}` }), { mode: 0o600 });
  const once = async (address: string): Promise<Record<string, number>> => {
    const output = path.join(folder, "report.json");
    const words = ["--yes", LIGHTHOUSE, address, "--preset=desktop", "--throttling-method=provided", "--quiet"];
    words.push(`--extra-headers=${headers}`, "--output=json", `--output-path=${output}`, "--no-enable-error-reporting");
    words.push(`--chrome-flags=--headless=new ${options.flags.join(" ")}`);
    const env = { ...process.env, CHROME_PATH: options.executablePath };
    const again = () => run("npx", words, { env, timeout: PATIENCE_MS }); // it may lose the start of its own trace (NO_NAVSTART)
    await again().catch(again);
    const { categories } = JSON.parse(await readFile(output, "utf8")) as { categories: Scores };
    return Object.fromEntries(Object.entries(categories).map(([id, { score }]) => [id, (score ?? 0) * 100]));
  };
  try {
    for (const page of pages) {
      const rounds: Record<string, number>[] = [];
      for (let n = 0; n < ROUNDS; n += 1) rounds.push(await once(options.base + page.path));
      for (const category of Object.keys(rounds[0] ?? {})) {
        const score = median(rounds.map((round) => round[category] ?? 0));
        report({
          ...{ name: `Lighthouse, ${page.name}: ${category}`, unit: "", floor: null, product: score, ratio: null },
          ...{ limit: `≥ ${LEAST}`, held: score >= LEAST, note: `load average ${round(loadavg()[0] ?? 0)}` },
        });
      }
    }
  } catch (error) {
    const said = (error as { stderr?: unknown }).stderr;
    const lines = (typeof said === "string" && said.trim() ? said : String(error)).trim().split("\n");
    const reason = lines.slice(-3).join(" / ");
    process.stdout.write(`  Lighthouse did not run, its scores are left out: ${reason}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
