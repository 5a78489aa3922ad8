import { z } from "zod";
import catalogueData from "./catalogue.json";
import { FRAMEWORK_KEYS, type FrameworkKey, type TaxonomyRef } from "./framework";
import relationData from "./relations.json";

/**
 * Every identifier and title, and how the frameworks relate. Large: for the server and for queries, never for a page's own
 * scripts, which know framework.ts only.
 */

const row = z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]);
const catalogues = z
  .array(z.object({ framework: z.enum(FRAMEWORK_KEYS), edition: z.string(), entries: z.array(row) }))
  .parse(catalogueData);

export type TaxonomyEntry = TaxonomyRef & { title: string /** ref of the one above */; parent: string | null };

/** A reference as somebody gives it: it may name what is not there. */
type Named = Readonly<Record<keyof TaxonomyRef, string>>;

const idOf = ({ framework, edition, ref }: Named): string => `${framework} ${edition} ${ref}`;

/** All of them: by framework as listed, an entry after the one above it. */
export const ENTRIES: readonly TaxonomyEntry[] = catalogues.flatMap(({ framework, edition, entries }) =>
  entries.map(([ref, title, parent = null]) => ({ framework, edition, ref, title, parent })),
);
const byId = new Map(ENTRIES.map((entry) => [idOf(entry), entry]));

/** The entry of an id, or undefined when that edition has none. */
export const findEntry = (ref: Named): TaxonomyEntry | undefined => byId.get(idOf(ref));

export const entriesOf = (framework: FrameworkKey, edition: string): TaxonomyEntry[] =>
  ENTRIES.filter((entry) => entry.framework === framework && entry.edition === edition);

export const RELATION_KINDS = ["exact", "close", "broad", "related"] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** Two entries that speak of the same thing. "published": as the mapping's authors say; "own": by the titles alone. */
export type Relation = { from: TaxonomyRef; to: TaxonomyRef; kind: RelationKind; source: "published" | "own" };

const refIn = z.object({ framework: z.enum(FRAMEWORK_KEYS), edition: z.string() });
const relationGroups = z
  .array(
    z.object({
      ...{ from: refIn, to: refIn, kind: z.enum(RELATION_KINDS), source: z.enum(["published", "own"]) },
      pairs: z.array(z.array(z.string()).min(2)), // one entry, then all it relates to
    }),
  )
  .parse(relationData);

/** Each once, whatever its direction. */
export const RELATIONS: readonly Relation[] = relationGroups.flatMap(({ from, to, kind, source, pairs }) =>
  pairs.flatMap(([one = "", ...others]) =>
    others.map((other) => ({ from: { ...from, ref: one }, to: { ...to, ref: other }, kind, source })),
  ),
);

/** What an entry relates to, in either direction. */
export function relatedTo(ref: TaxonomyRef): (Pick<Relation, "kind" | "source"> & { entry: TaxonomyEntry })[] {
  const id = idOf(ref);
  return RELATIONS.flatMap(({ from, to, kind, source }) => {
    const other = idOf(from) === id ? to : idOf(to) === id ? from : undefined;
    const entry = other && findEntry(other);
    return entry ? [{ kind, source, entry }] : [];
  });
}
