import { clsx } from "clsx";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format";

export type ReportLine = { key: string; cells: ReactNode[] };

const SHOWN = 200; // more than anybody corrects by hand at one sitting

/** Lines of a report: a table, and a list where there is no room for one. The first cell is a number, or names a place. */
export function ReportLines({
  heads,
  lines,
  isNumbered = true,
}: {
  heads: string[];
  lines: readonly ReportLine[];
  isNumbered?: boolean;
}) {
  const last = heads.length - 1;
  return (
    <>
      <table className="w-full text-table">
        <thead className="hidden wide:table-header-group">
          <tr className="h-[30px] text-label">
            {heads.map((head, i) => (
              <th
                key={head}
                scope="col"
                className={clsx(
                  "border-rule border-b pr-4 font-medium text-ink-2",
                  i === 0 && isNumbered ? "text-right" : "text-left",
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, SHOWN).map(({ key, cells }) => (
            <tr
              key={key}
              className="flex flex-wrap gap-x-2.5 border-rule-2 border-b py-2 align-top last:border-b-0 wide:table-row wide:py-0"
            >
              {cells.map((cell, i) => (
                <td
                  key={heads[i]}
                  className={clsx(
                    "wide:max-w-[340px] wide:py-1.5 wide:pr-4 [overflow-wrap:anywhere]",
                    i === 0 &&
                      (isNumbered ? "tabular wide:w-[64px] wide:text-right" : "font-medium wide:min-w-[120px]"),
                    i === last && "basis-full wide:basis-auto",
                  )}
                >
                  {i === 0 ? <span className="text-ink-2 wide:sr-only">{heads[0]} </span> : null}
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > SHOWN ? (
        <p className="mt-2 text-ink-2 text-note">
          The first {formatCount(SHOWN)} of {formatCount(lines.length)} lines.
        </p>
      ) : null}
    </>
  );
}
