import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, tag } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { risk } from "@/db/schema/risk";
import { STARTERS } from "@/domain/risk/starter/library";
import { type Starter, tagsOf } from "@/domain/risk/starter/starter";
import type { StarterSearch } from "@/domain/risk/starter-input";
import { type SuggestionSubject, suggestionSentence, suggestStarters } from "@/domain/risk/suggestion";
import { findEntry } from "@/domain/risk/taxonomy/catalogue";
import { FRAMEWORKS } from "@/domain/risk/taxonomy/framework";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";

const MOST_LISTED = 60;

type Place = Pick<StarterSearch, "programId" | "initiativeId" | "modelId">;

/** What is known of the initiative, or of the model and its initiative; null where nothing is to be gone by. */
async function subjectIn(tx: Tx, { orgId }: OrgContext, { initiativeId, modelId }: Place) {
  const [own] = modelId
    ? await tx
        .select({ name: model.name, purpose: model.purpose, tier: model.tier, initiativeId: model.initiativeId })
        .from(model)
        .where(and(eq(model.orgId, orgId), eq(model.id, modelId)))
    : [];
  if (modelId && !own) throw new AppError("NOT_FOUND", "No such model");
  const served = initiativeId ?? own?.initiativeId;
  const [about] = served
    ? await tx
        .select({
          ...{ type: initiative.type, tier: initiative.tier, title: initiative.title, problem: initiative.problem },
          ...{ outcome: initiative.outcome, domain: initiative.domain, unit: initiative.businessUnit },
          tags: sql<
            string | null
          >`(select string_agg(${tag.name}, ' ') from ${tag} where ${tag.orgId} = ${orgId} and ${tag.initiativeId} = ${served})`,
        })
        .from(initiative)
        .where(and(eq(initiative.orgId, orgId), eq(initiative.id, served)))
    : [];
  if (initiativeId && !about) throw new AppError("NOT_FOUND", "No such initiative");
  if (!own && !about) return null;
  const subject: SuggestionSubject = {
    type: about?.type ?? null,
    tier: own?.tier ?? about?.tier ?? null,
    texts: [
      ...(own ? [own.name, own.purpose] : []),
      ...(about ? [about.title, about.problem, about.outcome, about.domain, about.unit, about.tags] : []),
    ],
  };
  return subject;
}

/** Starters that risks of the same place were copied from. */
async function copiedIn(
  tx: Tx,
  { orgId }: OrgContext,
  { programId, initiativeId, modelId }: Place,
): Promise<Set<string>> {
  const here = modelId
    ? eq(risk.modelId, modelId)
    : initiativeId
      ? eq(risk.countsOnId, initiativeId)
      : programId
        ? eq(risk.programId, programId)
        : sql`num_nonnulls(${risk.programId}, ${risk.initiativeId}, ${risk.modelId}) = 0`;
  const rows = await tx
    .selectDistinct({ ref: risk.starterRef })
    .from(risk)
    .where(and(eq(risk.orgId, orgId), isNotNull(risk.starterRef), here));
  return new Set(rows.flatMap(({ ref }) => ref ?? []));
}

const shown = (starter: Starter, reasons: readonly string[], isCopied: boolean) => ({
  ...{ id: starter.id, title: starter.title, cause: starter.cause, event: starter.event },
  ...{ consequence: starter.consequence, category: starter.category, kind: starter.kind ?? ("threat" as const) },
  ...{ strategy: starter.strategy, controls: starter.controls, indicator: starter.indicator, reasons, isCopied },
  tags: tagsOf(starter).map((ref) => ({
    ...ref,
    name: FRAMEWORKS[ref.framework].name,
    title: findEntry(ref)?.title ?? ref.ref,
  })),
});

const textOf = ({ title, cause, event, consequence, category, indicator, controls }: Starter): string =>
  [title, cause, event, consequence, category, indicator, ...controls.map(({ name }) => name)].join(" ").toLowerCase();

/**
 * Starters that fit a place, with the reasons, and all others; both as far as they hold the words asked for.
 * @throws AppError NOT_FOUND for a place that is not there or hidden from the actor
 */
export function listStarters(ctx: OrgContext, { q, ...place }: StarterSearch) {
  return read(ctx, async (tx) => {
    const [subject, copied] = await Promise.all([subjectIn(tx, ctx, place), copiedIn(tx, ctx, place)]);
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (starter: Starter) => words.every((word) => textOf(starter).includes(word));
    const suggestions = subject ? suggestStarters(subject, copied) : [];
    const fitting = suggestions.filter(({ starter }) => holds(starter));
    const others = STARTERS.filter(
      (starter) => holds(starter) && !suggestions.some((each) => each.starter.id === starter.id),
    );
    return {
      sentence: subject ? suggestionSentence(subject, suggestions.length) : null,
      suggestions: fitting.slice(0, MOST_LISTED).map(({ starter, reasons }) => shown(starter, reasons, false)),
      others: others.slice(0, MOST_LISTED).map((starter) => shown(starter, [], copied.has(starter.id))),
      total: STARTERS.length,
    };
  });
}
