import { clsx } from "clsx";
import type { ReactNode } from "react";

export type PlainColumn<Row> = {
  key: string;
  label: ReactNode;
  align?: "left" | "right" | "center";
  /** As CSS says it: "120px", "40%". */
  width?: string;
  render: (row: Row) => ReactNode;
  /** Leave out where there is little room; say its content in another cell then. */
  wideOnly?: boolean;
};

const ALIGN = { left: "text-left", right: "text-right", center: "text-center" } as const;

/** A short table inside a section: no sorting, no pages. A register is for lists that grow. */
export function PlainTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  isMarked,
  isOpen,
  size = "table",
  align = size === "body" ? "middle" : "baseline",
  total,
}: {
  label: string;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Selected, recommended or reference rows lie on a wash. */
  isMarked?: (row: Row) => boolean;
  /** The next row belongs to this one: no rule between them. */
  isOpen?: (row: Row) => boolean;
  size?: "table" | "body";
  /** How the cells of one row stand to each other: on one line of text, or by their middles. */
  align?: "baseline" | "middle";
  /** Cells of a total row under an ink rule, by column. */
  total?: Partial<Record<string, ReactNode>>;
}) {
  const cell = (column: PlainColumn<Row>) =>
    clsx(
      "px-2 first:pl-0 last:pr-0",
      align === "middle" ? "align-middle" : "align-baseline",
      ALIGN[column.align ?? "left"],
      column.align === "right" && "tabular",
      column.wideOnly && "hidden wide:table-cell",
    );
  return (
    <table
      aria-label={label}
      className={clsx("w-full border-separate border-spacing-0", size === "body" ? "text-body" : "text-table")}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              style={column.width ? { width: column.width } : undefined}
              className={clsx(cell(column), "border-rule border-b pb-1.5 font-medium text-ink-2 text-label")}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={clsx("group", isMarked?.(row) && "bg-wash")}>
            {columns.map((column) => (
              <td
                key={column.key}
                className={clsx(
                  cell(column),
                  isOpen?.(row) ? "pt-2" : "border-rule-2 border-b py-2 group-last:border-b-0",
                  isMarked?.(row) && "first:pl-2 last:pr-2",
                )}
              >
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {total ? (
        <tfoot className="font-medium">
          <tr>
            {columns.map((column) => (
              <td key={column.key} className={clsx(cell(column), "border-ink border-t py-2")}>
                {total[column.key]}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

/** A name with what belongs to it in small below. */
export function TwoLine({ main, sub, plain }: { main: ReactNode; sub?: ReactNode; plain?: boolean }) {
  return (
    <span className="block min-w-0">
      <span className={clsx("block", !plain && "font-medium")}>{main}</span>
      {sub ? <span className="block text-ink-3 text-label">{sub}</span> : null}
    </span>
  );
}

/** Pairs of a word and its value, as in the provenance of a point. */
export function Pairs({ pairs }: { pairs: readonly { label: string; value: ReactNode; mono?: boolean }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-note">
      {pairs.map((pair) => (
        <div key={pair.label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-2">{pair.label}</dt>
          <dd className={clsx("wrap-anywhere min-w-0", pair.mono && "font-mono")}>{pair.value}</dd>
        </div>
      ))}
    </dl>
  );
}
