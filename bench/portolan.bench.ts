import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { connect } from "@/db/client";
import { benchAsOf } from "./as-of";
import { benchBrowser } from "./browser";
import { analyse, prepare } from "./data";
import { writeReport } from "./harness";
import { benchIngest } from "./ingest";
import { benchList } from "./list";
import { benchOverview } from "./overview";
import { benchPack } from "./pack";
import { benchRead } from "./read";
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
const only = process.env.BENCH_ONLY?.split(",");
const wanted = (name: string) => !only || only.includes(name);

const [first] = cpus();
/** Written after each part, so that a run cut short keeps what it measured. */
const written = () =>
  writeReport(process.cwd(), `${cpus().length} × ${first?.model ?? "unknown"}, Node ${process.version}.`);

const data = await prepare(appUrl);
await analyse(ownerUrl);
const owner = connect(ownerUrl, { max: 2 });
if (wanted("as-of")) await benchAsOf(data);
await written();
if (wanted("ingest")) await benchIngest(data, ownerUrl);
await written();
if (wanted("read")) await benchRead(data, base, need("FLOOR_URL"));
await written();
if (wanted("overview")) await benchOverview(data, base);
await written();
if (wanted("pack")) await benchPack();
await written();
if (wanted("browser")) await benchBrowser(data, base);
await written();
if (wanted("risk-simulate")) benchRiskSimulate();
await written();
if (wanted("seal")) await benchSeal(appUrl, ownerUrl);
await written();
const webPid = (): number => {
  const run = JSON.parse(readFileSync(path.join(need("PORTOLAN_HOME"), "run.json"), "utf8")) as {
    children: Record<string, { pid: number }>;
  };
  const pid = run.children.web?.pid;
  if (!pid) throw new Error("run.json names no web process");
  return pid;
};
if (wanted("soak")) await benchSoak(base, data.slug, data.token, webPid(), owner.sql);
await written();
if (wanted("list")) await benchList(data.db, ownerUrl, base, webPid());
await written();
if (wanted("search")) await benchSearch(data, base); // adds records: after the others
await written();
await owner.end();
await data.db.end();
