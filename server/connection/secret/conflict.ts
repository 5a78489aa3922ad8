import type { ConnectionEdit } from "@/domain/connection/input";
import type { EditConflict } from "@/domain/shared/edit";

/** What a person edits of a connection, without its sign-in. */
export type ConnectionFields = Omit<ConnectionEdit, "connectionId" | "version" | "secret">;
/** With the sign-in as it is stored; left out, the stored one is kept. */
export type SealedFields = ConnectionFields & { sealedSecret?: string | null };

/** What says whom to ask, and how, is tried as a whole: two edits of it are never mixed unseen. */
export const TARGET = ["platform", "url", "auth", "sealedSecret", "config"] as const;
export const TARGET_SHAPE = { whole: true, together: [[...TARGET]] };

/** A sign-in never leaves the server, sealed or not: of two, only whether there is one is said. */
export function withoutSecret(conflict: EditConflict<SealedFields>): EditConflict<ConnectionFields> {
  const bare = ({ sealedSecret: _, ...fields }: SealedFields): ConnectionFields => fields;
  const fields = conflict.fields.map((each) =>
    each.field === "sealedSecret"
      ? { ...each, before: Boolean(each.before), yours: Boolean(each.yours), theirs: Boolean(each.theirs) }
      : each,
  );
  return { ...conflict, fields, merged: bare(conflict.merged), theirs: bare(conflict.theirs) };
}
