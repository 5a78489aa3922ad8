"use client";

import { useQueries } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { LANE_SIZE, rowsAsked } from "@/components/table/asked";
import { Card } from "@/components/table/board/card";
import { Lane } from "@/components/table/board/lane";
import { useCardDrag } from "@/components/table/board/use-card-drag";
import { useMove } from "@/components/table/board/use-move";
import type { DrawnColumn } from "@/components/table/drawing";
import type { MoveWords, RowBase } from "@/components/table/register";
import type { RegisterState } from "@/components/table/use-register";
import { formatCount } from "@/components/ui/format";
import { TableSkeleton } from "@/components/ui/skeleton";

const MoveDialog = dynamic(() => import("@/components/table/board/move-dialog").then((loaded) => loaded.MoveDialog), {
  ssr: false,
});

type Props<Row extends RowBase> = {
  register: RegisterState<Row>;
  columns: readonly DrawnColumn<Row>[];
  rowName: (row: Row) => string;
  rowHref: ((row: Row) => string) | undefined;
  moveWords: (() => Promise<MoveWords<Row>>) | undefined;
};
export type BoardOf = <Row extends RowBase>(props: Props<Row>) => ReactNode;

/** Rows as cards in the lanes of a choice column; a card is moved by pointer, by keys or from its menu. */
export function Board<Row extends RowBase>({ register, columns, rowName, rowHref, moveWords }: Props<Row>) {
  const { board, api, org, at, address, mayEdit, locale } = register;
  const { view } = address;
  const key = view.board ?? "";
  const column = register.columns.find((each) => each.key === key);
  const box = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState<Readonly<Record<string, number>>>({});
  const extra = Object.entries(pages).flatMap(([lane, last]) =>
    Array.from({ length: last - 1 }, (_, index) => ({ lane, page: index + 2 })),
  );
  const more = useQueries({
    queries: extra.map(({ lane, page }) => {
      const inLane = { column: key, op: "is" as const, values: [lane] };
      const asked = rowsAsked({ ...view, filter: { all: [view.filter, inLane] } }, page, register.columns);
      return api.rows.queryOptions({
        org,
        at,
        ...asked,
        columns: [...asked.columns, key],
        group: null,
        pageSize: LANE_SIZE,
      });
    }),
  });
  const lanes = board?.lanes ?? [];
  const laneName = (value: string) => lanes.find((lane) => lane.value === value)?.label ?? value;
  const move = useMove({ register, column, rowName, laneName, moveWords });
  const drag = useCardDrag<Row>({
    box,
    lanes: lanes.map(({ value }) => value),
    laneOf: move.laneOf,
    onDrop: move.to,
    say: move.say,
    name: rowName,
    laneName,
  });
  const followed = move.moved;
  useEffect(() => {
    // A card that went to another lane is another element there: the focus goes with it.
    if (followed) box.current?.querySelector<HTMLElement>(`[data-grip="${followed.id}"]`)?.focus();
  }, [followed]);

  if (!board || !column) return <TableSkeleton rows={8} columns={4} />;
  const rowsOf = (value: string): Row[] => {
    const first = (lanes.find((lane) => lane.value === value)?.rows ?? []) as unknown as Row[];
    const later = extra.flatMap(({ lane }, index) =>
      lane === value ? ((more[index]?.data?.rows ?? []) as unknown as Row[]) : [],
    );
    return [...first, ...later].filter((row, index, all) => all.findIndex(({ id }) => id === row.id) === index);
  };
  const everything = lanes.flatMap(({ value }) => rowsOf(value));
  const mayMove = mayEdit && column.bulk === true;
  return (
    <>
      <div
        ref={box}
        className="flex snap-x snap-proximity gap-3 overflow-x-auto border-rule border-t pt-3 pb-2 print:flex-wrap"
      >
        {lanes.map(({ value, label, count }) => {
          const rows = everything.filter((row) => move.laneOf(row) === value);
          const loaded = rowsOf(value).length;
          return (
            <Lane
              key={value}
              value={value}
              label={label}
              count={formatCount(count + rows.length - rowsOf(value).length, locale)}
              isTarget={drag.over === value}
              isEmpty={rows.length === 0}
              more={count > loaded ? Math.min(LANE_SIZE, count - loaded) : 0}
              isLoading={extra.some(({ lane }, index) => lane === value && more[index]?.isPending)}
              onMore={() => setPages((was) => ({ ...was, [value]: (was[value] ?? 1) + 1 }))}
            >
              {rows.map((row) => (
                <Card
                  key={row.id}
                  row={row}
                  name={rowName(row)}
                  href={rowHref?.(row)}
                  columns={columns.filter((each) => each.key !== key)}
                  busy={move.isMoving(row.id)}
                  picked={drag.picked === row.id}
                  {...(mayMove
                    ? {
                        drag: drag.handlers(row),
                        lanes: lanes.map((lane) => ({ ...lane, current: lane.value === value })),
                        onMove: (to: string) => void move.to(row, to),
                      }
                    : {})}
                />
              ))}
            </Lane>
          );
        })}
      </div>
      {mayMove ? (
        <p id="board-keys" className="mt-1 text-ink-2 text-note max-wide:hidden" data-print="hide">
          Drag a card, or on its grip press space, choose a lane with the arrow keys, and press space again.
        </p>
      ) : null}
      <p role="status" aria-live="assertive" className="sr-only">
        {move.words}
      </p>
      {move.asked ? (
        <MoveDialog
          title={`Move ${rowName(move.asked.row)} to ${laneName(move.asked.to)}`}
          meaning={move.asked.meaning}
          reasoned={column.reasoned === true}
          onClose={move.cancel}
          onMove={move.confirm}
          action={`Move to ${laneName(move.asked.to)}`}
        />
      ) : null}
    </>
  );
}
