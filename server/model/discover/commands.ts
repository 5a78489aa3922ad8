import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { type SeriesRef, seriesKeyText } from "@/domain/metric/series";
import type { ExternalModel, ExternalVersion, SeriesPoints } from "@/server/connector/contract";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";

export const seriesKeyOf = (connectionId: string, ref: Pick<SeriesRef, "modelRef" | "metric" | "dims">): string =>
  createHash("sha256").update(seriesKeyText(connectionId, ref)).digest("hex");

type Found = { models: readonly ExternalModel[]; series: readonly SeriesPoints[] };

type Known = {
  models: { id: string; ref: string | null }[];
  versions: {
    id: string;
    modelId: string;
    label: string;
    alias: string | null;
    liveFrom: Date | null;
    liveTo: Date | null;
  }[];
  series: { id: string; key: string; modelId: string }[];
};

async function knownIn(tx: Tx, connectionId: string): Promise<Known> {
  const mine = eq(model.connectionId, connectionId);
  return {
    models: await tx.select({ id: model.id, ref: model.externalRef }).from(model).where(mine),
    versions: await tx
      .select({
        id: modelVersion.id,
        modelId: modelVersion.modelId,
        label: modelVersion.label,
        alias: modelVersion.alias,
        liveFrom: modelVersion.liveFrom,
        liveTo: modelVersion.liveTo,
      })
      .from(modelVersion)
      .innerJoin(model, and(eq(model.orgId, modelVersion.orgId), eq(model.id, modelVersion.modelId)))
      .where(mine),
    series: await tx
      .select({ id: series.id, key: series.key, modelId: series.modelId })
      .from(series)
      .where(eq(series.connectionId, connectionId)),
  };
}

const earlier = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b < a) ? b : a);

type Version = { label: string; ref: string; alias: string | null; liveFrom: Date | null; liveTo: Date | null };

/** Known and found versions together, in the order they went live; each ends where the next begins. */
function versionsOf(known: Known["versions"], found: readonly ExternalVersion[]): Version[] {
  const merged = new Map<string, Version>();
  for (const { label, alias, liveFrom } of known)
    merged.set(label, { label, ref: label, alias, liveFrom, liveTo: null });
  for (const { label, ref, aliases, liveFrom } of found) {
    const before = merged.get(label);
    const alias = aliases.length > 0 ? aliases.join(", ") : null;
    merged.set(label, { label, ref, alias, liveFrom: earlier(before?.liveFrom ?? null, liveFrom), liveTo: null });
  }
  const dated = [...merged.values()].filter(({ liveFrom }) => liveFrom !== null);
  dated.sort((a, b) => (a.liveFrom?.getTime() ?? 0) - (b.liveFrom?.getTime() ?? 0));
  return [...merged.values()].map((version) => {
    const next = dated[dated.indexOf(version) + 1];
    return { ...version, liveTo: version.liveFrom === null ? null : (next?.liveFrom ?? null) };
  });
}

const sameTime = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

/** Versions that are not yet stored, or not so. */
function newVersions(known: Known["versions"], found: readonly ExternalVersion[]): Version[] {
  return versionsOf(known, found).filter((version) => {
    const before = known.find(({ label }) => label === version.label);
    const { alias, liveFrom, liveTo } = version;
    return (
      !before || before.alias !== alias || !sameTime(before.liveFrom, liveFrom) || !sameTime(before.liveTo, liveTo)
    );
  });
}

/** The measure shown first: recall if there is one, else the first measure of performance, else the first. */
function primaryOf(refs: readonly SeriesRef[]): SeriesRef | undefined {
  return refs.find(({ metric }) => metric === "recall") ?? refs.find(({ kind }) => kind === "performance") ?? refs[0];
}

/** More series than this from one connection are not taken in: a mistake of settings, not measures of models. */
const MOST_SERIES = 2000;

/**
 * Makes the models, versions and series a poll found and the organisation does not have yet. Nothing new, no change.
 * What people edited (name, purpose, owner) is never overwritten.
 *
 * @returns the series id of every series found, by its key.
 */
export async function discover(
  ctx: OrgContext,
  { connectionId, found }: { connectionId: string; found: Found },
  options: { at?: Date } = {},
): Promise<Map<string, string>> {
  const known = await read(ctx, (tx) => knownIn(tx, connectionId));
  const keyed = found.series.slice(0, MOST_SERIES).map(({ ref }) => ({ ref, key: seriesKeyOf(connectionId, ref) }));
  const ids = new Map(known.series.map(({ key, id }) => [key, id]));
  const modelIds = new Map(known.models.map(({ ref, id }) => [ref, id]));
  const freshModels = found.models.filter(({ ref }) => !modelIds.has(ref));
  const freshSeries = keyed.filter(({ key }) => !ids.has(key));
  const staleVersions = found.models.filter(({ ref, versions }) => {
    const id = modelIds.get(ref);
    return (
      newVersions(
        known.versions.filter(({ modelId }) => modelId === id),
        versions,
      ).length > 0
    );
  });
  if (freshModels.length + freshSeries.length + staleVersions.length === 0) return ids;
  const { orgId } = ctx;
  await change(ctx, { name: "connection.discover", ...options }, async (tx) => {
    if (freshModels.length > 0) {
      const made = await tx
        .insert(model)
        .values(freshModels.map(({ ref, name, purpose }) => ({ orgId, name, purpose, connectionId, externalRef: ref })))
        .onConflictDoNothing()
        .returning({ id: model.id, ref: model.externalRef });
      for (const { id, ref } of made) modelIds.set(ref, id);
    }
    for (const { ref, versions } of staleVersions) {
      const modelId = modelIds.get(ref);
      if (!modelId) continue;
      const changed = newVersions(
        known.versions.filter((version) => version.modelId === modelId),
        versions,
      );
      await tx
        .insert(modelVersion)
        .values(
          changed.map(({ label, ref: externalRef, alias, liveFrom, liveTo }) => ({
            orgId,
            modelId,
            label,
            externalRef,
            alias,
            liveFrom,
            liveTo,
          })),
        )
        .onConflictDoUpdate({
          target: [modelVersion.orgId, modelVersion.modelId, modelVersion.label],
          set: { alias: sql`excluded.alias`, liveFrom: sql`excluded.live_from`, liveTo: sql`excluded.live_to` },
        });
    }
    const rows = freshSeries.flatMap(({ ref, key }) => {
      const modelId = modelIds.get(ref.modelRef);
      if (!modelId) return [];
      const hasSeries = known.series.some((row) => row.modelId === modelId);
      const primary =
        !hasSeries && primaryOf(keyed.map((one) => one.ref).filter((one) => one.modelRef === ref.modelRef)) === ref;
      const { metric, label, kind, unit, dims, intervalSeconds } = ref;
      return [{ orgId, modelId, connectionId, metric, label, kind, unit, dims, key, primary, intervalSeconds }];
    });
    if (rows.length === 0) return;
    const made = await tx
      .insert(series)
      .values(rows)
      .onConflictDoNothing()
      .returning({ id: series.id, key: series.key });
    for (const { id, key } of made) ids.set(key, id);
  });
  return ids;
}
