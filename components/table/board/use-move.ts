"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUndoBulk } from "@/components/table/bulk/use-undo-bulk";
import { groupValue } from "@/components/table/grouped";
import type { MoveWords, RowBase } from "@/components/table/register";
import type { RegisterState } from "@/components/table/use-register";
import { notify } from "@/components/ui/toast";
import { NOT_STATED, type RegisterColumn } from "@/domain/table/column";

type Meaning = { words: string; expected: boolean } | null;
type Asked<Row> = { row: Row; to: string; meaning: Meaning };
type Given<Row extends RowBase> = {
  register: RegisterState<Row>;
  column: RegisterColumn | undefined;
  rowName: (row: Row) => string;
  laneName: (lane: string) => string;
  moveWords: (() => Promise<MoveWords<Row>>) | undefined;
};

/** Writes the move of a card as the noun's own edit does. A card a rule refuses goes back, and the refusal is said. */
export function useMove<Row extends RowBase>({ register, column, rowName, laneName, moveWords }: Given<Row>) {
  const { org, api, address } = register;
  const queries = useQueryClient();
  const undo = useUndoBulk(register);
  const [placed, setPlaced] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState<Asked<Row> | null>(null);
  const [moved, setMoved] = useState<{ id: string } | null>(null);
  const [words, say] = useState("");
  const preview = useMutation(api.bulkPreview.mutationOptions());
  const commit = useMutation(api.bulkCommit.mutationOptions());

  const key = address.view.board ?? "";
  const place = (id: string, lane: string | null) => {
    setPlaced(({ [id]: _gone, ...rest }) => (lane === null ? rest : { ...rest, [id]: lane }));
    setMoved({ id });
  };
  const changeTo = (lane: string) => ({ op: "set" as const, column: key, value: lane === NOT_STATED ? null : lane });
  const goBack = async (row: Row, why: string) => {
    place(row.id, null);
    say(`${rowName(row)} went back to ${laneName(groupValue(row.cells[key]))}: ${why}`);
    await notify({ message: `${rowName(row)} was not moved.`, detail: why, tone: "bad" });
  };
  const write = async (row: Row, lane: string, reason?: string) => {
    place(row.id, lane);
    try {
      const rows = [{ id: row.id, version: row.version }];
      const done = await commit.mutateAsync({ org, rows, change: changeTo(lane), ...(reason ? { reason } : {}) });
      const [refusal] = done.refused;
      if (refusal) return await goBack(row, refusal.why);
      say(`${rowName(row)} is now in ${laneName(lane)}.`);
      await queries.invalidateQueries();
      place(row.id, null);
      await notify({ message: `${rowName(row)} is now in ${laneName(lane)}.`, ...undo(done.changeId) });
    } catch (error) {
      await goBack(row, error instanceof Error ? error.message : "Nothing was changed. Try again.");
    }
  };
  return {
    words,
    say,
    asked,
    moved,
    laneOf: (row: Row) => placed[row.id] ?? groupValue(row.cells[key]),
    isMoving: (id: string) => placed[id] !== undefined,
    to: async (row: Row, lane: string) => {
      if (lane === groupValue(row.cells[key])) return;
      const meaning = (await moveWords?.())?.(row, key, lane) ?? null;
      if (!column?.reasoned && !meaning) return write(row, lane);
      // Nobody is asked for a reason when a rule refuses the move anyway.
      place(row.id, lane);
      try {
        const { refused } = await preview.mutateAsync({ org, rows: { ids: [row.id] }, change: changeTo(lane) });
        if (refused[0]) return await goBack(row, refused[0].why);
        setAsked({ row, to: lane, meaning });
      } catch (error) {
        await goBack(row, error instanceof Error ? error.message : "Nothing was changed. Try again.");
      }
    },
    cancel: () => {
      if (!asked) return;
      place(asked.row.id, null);
      say(`${rowName(asked.row)} stays in ${laneName(groupValue(asked.row.cells[key]))}.`);
      setAsked(null);
    },
    confirm: (reason: string) => {
      if (!asked) return;
      const { row, to } = asked;
      setAsked(null);
      void write(row, to, reason);
    },
  };
}
