"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type BulkDraft, changeOf } from "@/components/table/bulk/bulk-value";
import { useUndoBulk } from "@/components/table/bulk/use-undo-bulk";
import type { RowBase } from "@/components/table/register";
import type { RegisterState } from "@/components/table/use-register";
import { notify } from "@/components/ui/toast";
import { cellText } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";

/**
 * Writes one value of one row as an edit of many rows would, against the version its editor saw. What somebody else recorded
 * meanwhile is shown beside what was typed; only saving again puts the one over the other.
 */
export function useSetCell<Row extends RowBase>({
  register,
  row,
  name,
}: {
  register: RegisterState<Row>;
  row: RowBase;
  name: string;
}) {
  const { org, api, timeZone } = register;
  const queries = useQueryClient();
  const undo = useUndoBulk(register);
  const commit = useMutation(api.bulkCommit.mutationOptions());
  const [seen, setSeen] = useState({ version: row.version, cells: row.cells });
  const [fault, setFault] = useState<string>();

  /** The refusal, with what is recorded now where that is something else than was seen. */
  const refuse = async (column: RegisterColumn, why: string): Promise<false> => {
    const asked = { ids: [row.id], q: "", filter: EVERYTHING, archived: "all" as const, sort: [] };
    const options = { org, ...asked, columns: Object.keys(seen.cells) };
    const answer = await queries
      .fetchQuery({ ...api.rows.queryOptions(options), staleTime: 0 })
      .catch(() => ({ rows: [] })); // the refusal itself is what matters
    const now = answer.rows[0];
    const words = now ? cellText(column, now.cells[column.key], timeZone) : "";
    const isOther = now !== undefined && now.version !== seen.version;
    if (isOther)
      setSeen((was) => ({
        version: now.version,
        cells: { ...now.cells, [column.key]: was.cells[column.key] ?? null },
      }));
    setFault(isOther ? `${why} Recorded now: “${words}”. Save again to put yours in its place.` : why);
    return false;
  };

  const save = async (column: RegisterColumn, draft: BulkDraft, reason: string): Promise<boolean> => {
    const change = changeOf(column, draft);
    if (!change) return true;
    if (column.required && change.op === "set" && change.value === null) {
      setFault(`${column.label} cannot be empty.`);
      return false;
    }
    if (column.reasoned && reason.length < 3) {
      setFault("Say why, in a sentence others can follow.");
      return false;
    }
    setFault(undefined);
    try {
      const rows = [{ id: row.id, version: seen.version }];
      const done = await commit.mutateAsync({ org, rows, change, ...(reason ? { reason } : {}) });
      const [refused] = done.refused;
      if (refused) return await refuse(column, refused.why);
      if (done.changeId) {
        await queries.invalidateQueries();
        void notify({ message: `${column.label} of ${name} changed.`, ...undo(done.changeId) });
      }
      return true;
    } catch (error) {
      setFault(error instanceof Error ? error.message : "Nothing was changed. Try again.");
      return false;
    }
  };
  return { seen, fault, isSaving: commit.isPending, save };
}
