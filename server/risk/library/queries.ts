import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, tag } from "@/db/schema/initiative";
import { risk } from "@/db/schema/risk";
import { riskTag } from "@/db/schema/risk-part";
import { suggestedCell } from "@/domain/risk/starter/cell";
import { draftOf } from "@/domain/risk/starter/draft";
import { STARTERS } from "@/domain/risk/starter/library";
import type { Starter } from "@/domain/risk/starter/starter";
import { suggestionSentence, suggestStarters } from "@/domain/risk/suggestion";
import { entriesOf, findEntry, relatedTo } from "@/domain/risk/taxonomy/catalogue";
import { FRAMEWORKS, type TaxonomyRef } from "@/domain/risk/taxonomy/framework";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { currentMatrix } from "../../matrix/queries";
import { read } from "../../record/read";
import { categoriesIn } from "../queries";

/** Starters with the draft each begins, its place on the organisation's matrix and the titles of its ids. */
async function shelf(tx: Tx, ctx: OrgContext) {
  const [{ definition }, categories] = await Promise.all([currentMatrix(tx, ctx), categoriesIn(tx, ctx.orgId)]);
  const keys = new Set(categories.map(({ key }) => key));
  return (starter: Starter) => {
    const draft = draftOf(starter, keys);
    return {
      ...{ id: starter.id, controls: starter.controls, indicator: starter.indicator, draft },
      cell: suggestedCell(starter, definition),
      tags: draft.tags.map((ref) => ({ ...ref, title: findEntry(ref)?.title ?? ref.ref })),
    };
  };
}

/** The whole library, each with the number of risks copied from it. */
export const listStarters = (ctx: OrgContext) =>
  read(ctx, async (tx) => {
    const copies = await tx
      .select({ ref: risk.starterRef, count: sql<number>`count(*)::int` })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), sql`${risk.starterRef} is not null`))
      .groupBy(risk.starterRef);
    const counts = new Map(copies.map(({ ref, count }) => [ref, count]));
    const shown = await shelf(tx, ctx);
    return { starters: STARTERS.map((starter) => ({ ...shown(starter), copies: counts.get(starter.id) ?? 0 })) };
  });

/**
 * Starters that fit an initiative and were not copied to it or to a model of it yet, open or closed, each with the reasons.
 *
 * @throws AppError NOT_FOUND
 */
export const suggestForInitiative = (ctx: OrgContext, initiativeId: string) =>
  read(ctx, async (tx) => {
    const mine = and(eq(initiative.orgId, ctx.orgId), eq(initiative.id, initiativeId));
    const [[found], tags, copied] = await Promise.all([
      tx
        .select({
          ...{ type: initiative.type, tier: initiative.tier, title: initiative.title, problem: initiative.problem },
          ...{ outcome: initiative.outcome, domain: initiative.domain, unit: initiative.businessUnit },
        })
        .from(initiative)
        .where(mine),
      tx
        .select({ name: tag.name })
        .from(tag)
        .where(and(eq(tag.orgId, ctx.orgId), eq(tag.initiativeId, initiativeId))),
      tx
        .selectDistinct({ ref: risk.starterRef })
        .from(risk)
        .where(and(eq(risk.orgId, ctx.orgId), eq(risk.countsOnId, initiativeId), sql`${risk.starterRef} is not null`)),
    ]);
    if (!found) throw new AppError("NOT_FOUND", "No such initiative.");
    const { type, tier, title, problem, outcome, domain, unit } = found;
    const texts = [title, problem, outcome, domain, unit, ...tags.map(({ name }) => name)];
    const subject = { type, tier, texts };
    const fitting = suggestStarters(subject, new Set(copied.flatMap(({ ref }) => ref ?? [])));
    const shown = await shelf(tx, ctx);
    return {
      sentence: suggestionSentence(subject, fitting.length),
      suggestions: fitting.map(({ starter, reasons }) => ({ ...shown(starter), reasons })),
    };
  });

/** Identifiers and titles of one edition with the line that credits them, and how many open risks carry each. */
export const listEntries = (ctx: OrgContext, { framework, edition }: Pick<TaxonomyRef, "framework" | "edition">) =>
  read(ctx, async (tx) => {
    const used = await tx
      .select({ ref: riskTag.ref, count: sql<number>`count(*)::int` })
      .from(riskTag)
      .innerJoin(risk, and(eq(risk.orgId, riskTag.orgId), eq(risk.id, riskTag.riskId)))
      .where(
        and(
          ...[eq(riskTag.orgId, ctx.orgId), eq(riskTag.framework, framework), eq(riskTag.edition, edition)],
          sql`${risk.status} = 'open'`,
        ),
      )
      .groupBy(riskTag.ref);
    const counts = new Map(used.map(({ ref, count }) => [ref, count]));
    const { name, url, credit } = FRAMEWORKS[framework];
    const entries = entriesOf(framework, edition).map(({ ref, title, parent }) => ({
      ...{ ref, title, parent, risks: counts.get(ref) ?? 0 },
    }));
    return { name, url, credit, entries };
  });

const MOST_RISKS = 50;

/** An identifier's title, what it relates to elsewhere, and the open risks that carry it. @throws AppError NOT_FOUND */
export function getEntry(ctx: OrgContext, ref: TaxonomyRef) {
  const entry = findEntry(ref);
  if (!entry) throw new AppError("NOT_FOUND", "This edition has no such identifier.");
  return read(ctx, async (tx) => {
    const risks = await tx
      .select({ id: risk.id, code: risk.code, title: risk.title })
      .from(riskTag)
      .innerJoin(risk, and(eq(risk.orgId, riskTag.orgId), eq(risk.id, riskTag.riskId)))
      .where(
        and(
          ...[eq(riskTag.orgId, ctx.orgId), eq(riskTag.framework, ref.framework), eq(riskTag.edition, ref.edition)],
          ...[eq(riskTag.ref, ref.ref), sql`${risk.status} = 'open'`],
        ),
      )
      .orderBy(sql`${risk.expectedValue} desc nulls last`, risk.id)
      .limit(MOST_RISKS);
    return { ...entry, credit: FRAMEWORKS[ref.framework].credit, related: relatedTo(ref), risks };
  });
}
