import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { connect } from "@/db/client";
import { benchAsOf } from "./as-of";
import { benchBrowser } from "./browser";
import { analyse, prepare } from "./data";
import { writePart } from "./harness";
import { benchIngest } from "./ingest";
import { benchExports, benchList } from "./list";
import { benchOverview } from "./overview";
import { benchPack } from "./pack";
import { benchRead } from "./read";
import { benchRisk } from "./risk";
import { benchRiskSimulate } from "./risk-simulate";
import { benchSeal } from "./seal";
import { benchSearch } from "./search";
import { benchSoak } from "./soak";

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run npm run bench`);
  return value;
};

const [base, appUrl, ownerUrl] = [need("BASE_URL"), need("DATABASE_URL"), need("DATABASE_OWNER_URL")];
const webPid = (): number => {
  const run = JSON.parse(readFileSync(path.join(need("PORTOLAN_HOME"), "run.json"), "utf8")) as {
    children: Record<string, { pid: number }>;
  };
  const pid = run.children.web?.pid;
  if (!pid) throw new Error("run.json names no web process");
  return pid;
};

const data = await prepare(appUrl);
await analyse(ownerUrl);
const owner = connect(ownerUrl, { max: 2 });

const PARTS: Record<string, () => Promise<void>> = {
  "as-of": () => benchAsOf(data),
  ingest: () => benchIngest(data, ownerUrl, need("FLOOR_URL")),
  read: () => benchRead(data, base, need("FLOOR_URL")),
  overview: () => benchOverview(data, base),
  pack: () => benchPack(),
  browser: () => benchBrowser(data, base),
  seal: () => benchSeal(appUrl, ownerUrl),
  "risk-simulate": async () => benchRiskSimulate(),
  soak: () => benchSoak(base, data.slug, data.token, webPid(), owner.sql),
  search: () => benchSearch(data, ownerUrl, base), // adds records: after those that read the same organisation
  export: () => benchExports(data.db, ownerUrl, base, webPid()),
  list: () => benchList(data.db, ownerUrl, base),
  risk: () => benchRisk(data.db, ownerUrl, base),
};
const [first] = cpus();
const machine = `${cpus().length} × ${first?.model ?? "unknown"}, Node ${process.version}`;
const parts = Object.keys(PARTS);
const only = process.env.BENCH_ONLY?.split(",") ?? parts;
const unknown = only.filter((name) => !parts.includes(name));
if (unknown.length > 0)
  throw new Error(`BENCH_ONLY names no part: ${unknown.join(", ")}. There are ${parts.join(", ")}.`);

/** Written after each part, so that a run cut short keeps what it measured. */
for (const [name, run] of Object.entries(PARTS)) {
  if (!only.includes(name)) continue;
  const written = (isWhole: boolean) => writePart(process.cwd(), { name, machine, parts, isWhole });
  await run().catch(async (error: unknown) => {
    await written(false);
    throw error;
  });
  await written(true);
}
await owner.end();
await data.db.end();
