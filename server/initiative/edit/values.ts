import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customField } from "@/db/schema/custom-field";
import { initiativePerson, tag } from "@/db/schema/initiative";
import { customValueFault, storedCustomValue } from "@/domain/initiative/custom-value";
import { LIMITS } from "@/domain/initiative/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";

/** Fields whose imported text goes by another name. */
const SOURCE_NAMES: Record<string, string> = {
  sponsorId: "sponsor",
  ownerId: "owner",
  leadId: "lead",
  programId: "program",
};

/** What is kept of the imported text: an edited field's no longer says what the value is. */
export function importedText(source: Record<string, string>, patch: Record<string, unknown>): Record<string, string> {
  const { custom, ...fields } = patch;
  const edited = new Set([
    ...Object.keys(fields)
      .filter((field) => fields[field] !== undefined)
      .map((field) => SOURCE_NAMES[field] ?? field),
    ...Object.keys((custom ?? {}) as object),
  ]);
  return Object.fromEntries(Object.entries(source).filter(([field]) => !edited.has(field)));
}

/** The custom values after a patch; a blank value, or none, empties its field. @throws AppError BAD_REQUEST naming the field. */
export async function fittingCustom(
  tx: Tx,
  ctx: OrgContext,
  current: Record<string, string>,
  patch: Record<string, string | null>,
) {
  const ids = Object.keys(patch);
  if (ids.length === 0) return current;
  const fields = await tx
    .select({ id: customField.id, label: customField.label, kind: customField.kind, choices: customField.choices })
    .from(customField)
    .where(and(eq(customField.orgId, ctx.orgId), eq(customField.noun, "initiative"), inArray(customField.id, ids)));
  const next = { ...current };
  for (const [id, value] of Object.entries(patch)) {
    const given = value ?? "";
    const field = fields.find((each) => each.id === id);
    if (!field) throw new AppError("BAD_REQUEST", "This field no longer exists. Load the page again.");
    const fault = customValueFault(field, given);
    if (fault) throw new AppError("BAD_REQUEST", `${field.label}: ${fault}`);
    const stored = storedCustomValue(field, given);
    if (stored === null) delete next[id];
    else next[id] = stored;
  }
  return next;
}

export async function addNames(
  tx: Tx,
  ctx: OrgContext,
  id: string,
  { tags, people }: { tags: readonly string[]; people: readonly string[] },
) {
  const key = { orgId: ctx.orgId, initiativeId: id };
  if (tags.length)
    await tx
      .insert(tag)
      .values(tags.map((name) => ({ ...key, name })))
      .onConflictDoNothing();
  const members = [...new Set(people)];
  if (members.length)
    await tx
      .insert(initiativePerson)
      .values(members.map((memberId) => ({ ...key, memberId })))
      .onConflictDoNothing();
}

type Lists = {
  tags?: readonly string[] | undefined;
  tagsSeen?: readonly string[] | undefined;
  people?: readonly string[] | undefined;
  peopleSeen?: readonly string[] | undefined;
};

const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((each) => !some.includes(each));

/** Applies what was added to and removed from the lists the editor saw. Returns the people named afterwards. */
export async function applyDelta(tx: Tx, ctx: OrgContext, id: string, lists: Lists): Promise<string[]> {
  const [ofTag, ofPerson] = [
    and(eq(tag.orgId, ctx.orgId), eq(tag.initiativeId, id)),
    and(eq(initiativePerson.orgId, ctx.orgId), eq(initiativePerson.initiativeId, id)),
  ];
  const tags = (await tx.select({ name: tag.name }).from(tag).where(ofTag)).map(({ name }) => name);
  const people = (await tx.select({ memberId: initiativePerson.memberId }).from(initiativePerson).where(ofPerson)).map(
    ({ memberId }) => memberId,
  );
  const delta = (now: string[], next: readonly string[] | undefined, seen: readonly string[] | undefined) => {
    if (!next) return { added: [], removed: [] };
    const from = seen ?? now;
    return {
      added: without(without(next, from), now),
      removed: now.filter((each) => from.includes(each) && !next.includes(each)),
    };
  };
  const [t, p] = [delta(tags, lists.tags, lists.tagsSeen), delta(people, lists.people, lists.peopleSeen)];
  if (tags.length + t.added.length - t.removed.length > LIMITS.tags)
    throw new AppError("BAD_REQUEST", `At most ${LIMITS.tags} tags.`);
  if (t.removed.length) await tx.delete(tag).where(and(ofTag, inArray(tag.name, t.removed)));
  // Named first, removed last: a person who may not see a restricted initiative could not write it either.
  await addNames(tx, ctx, id, { tags: t.added, people: p.added });
  if (p.removed.length)
    await tx.delete(initiativePerson).where(and(ofPerson, inArray(initiativePerson.memberId, p.removed)));
  return [...without(people, p.removed), ...p.added];
}
