import { sql } from "drizzle-orm";
import { connection } from "@/db/schema/connection";
import { point, series } from "@/db/schema/metric";
import { membership, organisation } from "@/db/schema/organisation";
import { DEFINITIONS } from "@/domain/pack/definition";
import { PORTFOLIO } from "@/domain/pack/input";
import { definitionsHeadline } from "@/domain/pack/model-sentence";
import { QUIET } from "@/domain/pack/sentence";
import { sentenceCase } from "@/domain/shared/sentence";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { type PackData, packData, TEMPLATE } from "./data";
import { changesSection, findChanges, type State } from "./gather/changes";
import { gatherModels, liveModels } from "./gather/models";
import { countPortfolio, gatherPortfolio } from "./gather/portfolio";
import { gatherRisks } from "./gather/risks";
import { gatherSeal } from "./gather/seal";
import { summarySection } from "./gather/summary";
import { inSection, SECTIONS, type Section } from "./section";

/** What a pack is made of beside the record: all of it stands in its row. */
export type PackSpec = {
  readonly number: string;
  readonly forum: string;
  /** Settled: no change from before it is still open. */
  readonly asOf: Date;
  readonly since: Date | null;
  readonly paper: PackData["paper"];
  readonly requestedBy: string | null;
};

type Header = { readonly name: string; readonly timeZone: string; readonly preparedBy: string | null };

async function headerOf(ctx: OrgContext, requestedBy: string | null): Promise<Header> {
  const [row] = await read(ctx, (tx) =>
    tx.execute<Header>(sql`select o.name, o.time_zone as "timeZone",
      (select m.name from ${membership} m where m.org_id = o.org_id and m.id = ${requestedBy}) as "preparedBy"
      from ${organisation} o where o.org_id = ${ctx.orgId}`),
  );
  if (!row) throw new RangeError("The organisation was not recorded yet at this instant");
  return { name: row.name, timeZone: row.timeZone, preparedBy: row.preparedBy };
}

async function stateAt(ctx: OrgContext): Promise<State> {
  const [portfolio, models] = await Promise.all([
    inSection("Portfolio", () => countPortfolio(ctx)),
    inSection("Model health", () => liveModels(ctx)),
  ]);
  return { portfolio, models };
}

/** The connections whose points the pack draws, and the register itself. */
async function sourcesOf(
  ctx: OrgContext,
  now: State,
  models: PackData["models"],
): Promise<PackData["definitions"]["sources"]> {
  const from = models.period.from;
  const to = models.period.to;
  const rows = await read(ctx, (tx) =>
    tx.execute<{ name: string | null; records: number; lastAt: string | null }>(sql`
      select c.name, count(p.at)::int as records, max(p.at) as "lastAt"
      from ${series} s left join ${connection} c on c.org_id = s.org_id and c.id = s.connection_id
        left join ${point} p on p.org_id = s.org_id and p.series_id = s.id and p.at > ${from}::timestamptz and p.at <= ${to}::timestamptz
      where s.org_id = ${ctx.orgId} group by c.name order by c.name nulls last`),
  );
  const instant = (text: string | null) => (text === null ? null : new Date(text).toISOString());
  return [
    { name: "Register", what: "initiatives", records: now.portfolio.total, lastAt: models.period.to },
    { name: "Models", what: "live models", records: now.models.length, lastAt: models.period.to },
    ...rows.map(({ name, records, lastAt }) => ({
      name: name ?? "Without a connection",
      what: "points in the period shown",
      records,
      lastAt: instant(lastAt),
    })),
  ];
}

/** Said before each step: how many are done, and what comes next. */
export type OnStep = (done: number, total: number, step: Section | "Printing") => Promise<void>;
export const STEPS = SECTIONS.length + 1;

/**
 * Everything a pack prints, read from the record as of its instant. The same spec gives the same data, whatever was
 * recorded afterwards. `given` acts as a job: what a pack shows does not depend on who asked for it.
 *
 * @throws PackSectionError naming the section that could not be gathered: the pack is refused as a whole.
 */
export async function gatherPack(
  given: OrgContext,
  spec: PackSpec,
  onStep: OnStep = async () => undefined,
): Promise<PackData> {
  const ctx: OrgContext = { ...given, asOf: spec.asOf, now: spec.asOf };
  const step = (done: number, section: Section) => onStep(done, STEPS, section);
  await step(0, "Summary");
  const header = await inSection("Summary", () => headerOf(ctx, spec.requestedBy));
  const { timeZone } = header;
  const { since, asOf } = spec;
  const period = { since, asOf, timeZone };
  const now = await stateAt(ctx);
  const before = since === null ? null : await stateAt({ ...ctx, asOf: since, now: since });
  await step(1, "What changed");
  const found = since === null ? null : await inSection("What changed", () => findChanges(ctx, since));
  const changes = await inSection("What changed", () => changesSection(found, before, now, period));
  await step(2, "Portfolio");
  const portfolio = await inSection("Portfolio", () => gatherPortfolio(ctx, now.portfolio));
  await step(3, "Model health");
  const models = await inSection("Model health", () => gatherModels(ctx, now.models, timeZone));
  await step(4, "Risks");
  const risks = await inSection("Risks", () => gatherRisks(ctx, period));
  await step(5, "Definitions and sources");
  const sources = await inSection("Definitions and sources", () => sourcesOf(ctx, now, models));
  const sealed = await inSection("Definitions and sources", () => gatherSeal(ctx));
  const summary = await inSection("Summary", () =>
    summarySection({ portfolio, models }, found?.changes ?? QUIET, before, now, period),
  );
  const records = sources.reduce((sum, source) => sum + source.records, 0);
  return packData.parse({
    template: TEMPLATE,
    paper: spec.paper,
    number: spec.number,
    title: "Steering pack",
    organisation: { name: header.name, timeZone },
    forum: spec.forum,
    confidentiality: {
      label: "Confidential",
      audience: spec.forum === PORTFOLIO ? "internal use only" : "committee members only",
    },
    preparedBy: header.preparedBy,
    asOf: asOf.toISOString(),
    since: since?.toISOString() ?? null,
    summary,
    changes,
    portfolio,
    models,
    risks,
    definitions: {
      headline: definitionsHeadline(records, sources.length),
      standfirst: "The same instant and template give the same file, byte for byte, whatever was recorded afterwards.",
      terms: DEFINITIONS.map(({ term, meaning }) => ({ term: sentenceCase(term), meaning })),
      sources,
      sealed,
    },
  });
}
