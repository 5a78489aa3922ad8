"use client";

import { useQuery } from "@tanstack/react-query";
import type { Prepared } from "@/components/import/shape";
import { fieldOf } from "@/components/import/target";
import { useTRPC } from "@/components/providers/trpc";
import { Select } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { type ColumnMapping, MADE, mappedValue } from "@/domain/import/mapping";
import { matchOption, type Option } from "@/domain/import/option";

/** The choices a column's values are matched to. */
function optionsOf({ target }: ColumnMapping, prepared: Prepared): readonly Option[] {
  if (target.kind === "field") return fieldOf(target, prepared)?.options ?? [];
  const field = target.kind === "custom" ? prepared.customFields?.find(({ id }) => id === target.id) : undefined;
  return (field?.choices ?? []).map((label) => ({ value: label, label }));
}

/** Each value of a column, most frequent first, and the choice it stands for. */
export function ValueTable({
  org,
  id,
  entry,
  prepared,
  onValues,
}: {
  org: string;
  id: string;
  entry: ColumnMapping;
  prepared: Prepared;
  onValues: (values: ColumnMapping["values"]) => void;
}) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.import.values.queryOptions({ org, id, column: entry.column }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const options = optionsOf(entry, prepared);
  const makes = fieldOf(entry.target, prepared)?.makes;
  if (query.isError) return <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />;
  if (!query.data) return <TableSkeleton rows={4} columns={3} />;
  const { values, total } = query.data;
  return (
    <>
      <table className="w-full max-w-[860px] text-table">
        <thead>
          <tr className="h-[30px] text-left text-label">
            <th scope="col" className="border-rule border-b font-medium text-ink-2">
              Value in the file
            </th>
            <th scope="col" className="border-rule border-b pr-4 text-right font-medium text-ink-2">
              Rows
            </th>
            <th scope="col" className="border-rule border-b font-medium text-ink-2">
              Stands for
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ key, text, rows, spellings }) => {
            const decided = mappedValue(entry, key);
            const chosen = decided === undefined ? (matchOption(options, text) ?? "?") : (decided ?? "");
            return (
              <tr key={key} className="border-rule-2 border-b last:border-b-0">
                <td className="py-1.5 pr-4 break-words">
                  {text}
                  {spellings > 1 ? <span className="text-ink-2 text-note"> · {spellings} spellings</span> : null}
                </td>
                <td className="py-1.5 pr-4 text-right tabular">{formatCount(rows)}</td>
                <td className="py-1.5 wide:w-[240px]">
                  <Select
                    aria-label={`What “${text}” stands for`}
                    value={chosen}
                    className={chosen === "?" ? "border-watch" : undefined}
                    onChange={(event) => onValues({ ...entry.values, [key]: event.target.value || null })}
                  >
                    {chosen === "?" ? <option value="?">Choose what it stands for</option> : null}
                    {options.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                    {makes ? <option value={MADE}>{makes}</option> : null}
                    <option value="">{prepared.keepsText ? "Not stated; the text is kept" : "Not stated"}</option>
                  </Select>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {total > values.length ? (
        <p className="mt-2 text-ink-2 text-note">
          The {formatCount(values.length)} most frequent of {formatCount(total)} values. The others{" "}
          {prepared.keepsText ? "keep their text beside an empty field." : "are read by their own names."}
        </p>
      ) : null}
    </>
  );
}
