import { and, eq, inArray, sql } from "drizzle-orm";
import { risk } from "@/db/schema/risk";
import { riskTag } from "@/db/schema/risk-part";
import { ENTRIES, findEntry, relatedTo, type TaxonomyEntry } from "@/domain/risk/taxonomy/catalogue";
import { currentEdition, FRAMEWORKS, type FrameworkKey } from "@/domain/risk/taxonomy/framework";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";

const MOST_FOUND = 40;
const isFramework = (key: string): key is FrameworkKey => key in FRAMEWORKS;

/**
 * The tags of a risk with their titles and credits, and what each relates to in other frameworks.
 * @throws AppError NOT_FOUND
 */
export function taxonomyOf(ctx: OrgContext, riskId: string) {
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({ id: risk.id })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), eq(risk.id, riskId)));
    if (!found) throw new AppError("NOT_FOUND", "No such risk");
    const tags = await tx
      .select({ framework: riskTag.framework, edition: riskTag.edition, ref: riskTag.ref })
      .from(riskTag)
      .where(and(eq(riskTag.orgId, ctx.orgId), eq(riskTag.riskId, riskId)))
      .orderBy(riskTag.framework, riskTag.ref);
    return tags.map(({ framework, edition, ref }) => {
      if (!isFramework(framework))
        return { framework, edition, ref, name: framework, title: ref, url: null, credit: null, related: [] };
      const own = { framework, edition, ref };
      const { name, url, credit } = FRAMEWORKS[framework];
      return {
        ...{ ...own, name, url, credit, title: findEntry(own)?.title ?? ref },
        related: relatedTo(own).map(({ kind, source, entry }) => ({
          ...{ kind, source, title: entry.title, ref: entry.ref, edition: entry.edition },
          name: FRAMEWORKS[entry.framework].name,
        })),
      };
    });
  });
}

const answers = ({ framework, ref, title }: TaxonomyEntry, words: readonly string[]): boolean => {
  const text = `${framework} ${FRAMEWORKS[framework].name} ${ref} ${title}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Entries of the current editions that hold every word, each with how many risks of the organisation carry it. */
export function findTaxonomy(ctx: OrgContext, q: string) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return read(ctx, async (tx) => {
    if (words.length === 0) return [];
    const found = ENTRIES.filter(
      (entry) => entry.edition === currentEdition(entry.framework) && answers(entry, words),
    ).slice(0, MOST_FOUND);
    const counts = await tx
      .select({ framework: riskTag.framework, ref: riskTag.ref, count: sql<number>`count(*)::int` })
      .from(riskTag)
      .where(
        and(
          eq(riskTag.orgId, ctx.orgId),
          inArray(
            riskTag.ref,
            found.map(({ ref }) => ref),
          ),
        ),
      )
      .groupBy(riskTag.framework, riskTag.ref);
    return found.map(({ framework, edition, ref, title }) => ({
      ...{ framework, edition, ref, title, name: FRAMEWORKS[framework].name },
      used: counts.find((each) => each.framework === framework && each.ref === ref)?.count ?? 0,
    }));
  });
}
