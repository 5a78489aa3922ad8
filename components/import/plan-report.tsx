import type { ReactNode } from "react";
import type { ImportDetail } from "@/components/import/shape";
import { formatCount } from "@/components/ui/format";
import { KeyFigure, KeyFigures } from "@/components/ui/key-figure";
import { Section, TextLink } from "@/components/ui/section";
import type { PlanCounts } from "@/domain/import/plan";
import { counted } from "@/domain/shared/sentence";

type Report = NonNullable<ImportDetail["report"]>;

const SHOWN = 200; // lines of each table on the page

/** What an import would do or did: the counts, then each line with its reason. */
export function PlanReport({ org, counts, report }: { org: string; counts: PlanCounts; report: Report }) {
  const spaced = counts.spacing > 0 ? `${formatCount(counts.spacing)} differ in white space only` : undefined;
  return (
    <div className="flex flex-col gap-[34px]">
      <KeyFigures>
        <KeyFigure
          label="New"
          value={formatCount(counts.created)}
          note={`${formatCount(counts.newKeys)} keys not seen before`}
        />
        <KeyFigure
          label="Changed"
          value={formatCount(counts.changed)}
          note={counts.changed > 0 ? "field by field below" : undefined}
        />
        <KeyFigure label="Unchanged" value={formatCount(counts.unchanged)} note={spaced} />
        <KeyFigure
          label="Rejected"
          value={formatCount(counts.rejected)}
          tone={counts.rejected > 0 ? "bad" : "ink"}
          detail={`of ${formatCount(counts.rows)} rows`}
        />
      </KeyFigures>
      {report.rejects.length > 0 ? (
        <Section
          name="Rejected lines"
          id="rejected"
          aside="line of the file"
          sentence="Correct these in the file, or import the good rows alone."
        >
          <Lines heads={["Line", "Column", "Value", "Why, and what to do"]} total={report.rejects.length}>
            {report.rejects.slice(0, SHOWN).map(({ line, column, value, reason, cure }) => (
              <tr key={`${line} ${column} ${reason}`} className={ROW}>
                <td className={NUMBER}>{line}</td>
                <td className={CELL}>{column ?? "whole row"}</td>
                <td className={CELL}>{value ? value : <span className="text-ink-2">blank</span>}</td>
                <td className={CELL}>
                  {reason} <span className="text-ink-2">{cure}</span>
                </td>
              </tr>
            ))}
          </Lines>
        </Section>
      ) : null}
      {report.notes.length > 0 ? (
        <Section
          name="Cells kept as text"
          id="kept"
          aside="value, rows"
          sentence="These could not be read as their field’s kind. Their text is kept beside an empty value."
        >
          <Lines heads={["Rows", "Column", "Value", "Why, and what to do"]} total={report.notes.length}>
            {report.notes.slice(0, SHOWN).map(({ column, value, rows, reason, cure }) => (
              <tr key={`${column} ${value} ${reason}`} className={ROW}>
                <td className={NUMBER}>{formatCount(rows)}</td>
                <td className={CELL}>{column}</td>
                <td className={CELL}>{value}</td>
                <td className={CELL}>
                  {reason} <span className="text-ink-2">{cure}</span>
                </td>
              </tr>
            ))}
          </Lines>
        </Section>
      ) : null}
      {report.changes.length > 0 ? (
        <Section
          name="What changes"
          id="changes"
          aside="was, becomes"
          sentence={
            counts.changed > report.changes.length
              ? `The first ${formatCount(report.changes.length)} of ${formatCount(counts.changed)} changed rows.`
              : undefined
          }
        >
          <Lines heads={["Line", "Initiative", "Column", "Was", "Becomes"]} total={report.changes.length}>
            {report.changes.slice(0, SHOWN).flatMap(({ line, id, title, cells }) =>
              cells.map(({ column, from, to }, i) => (
                <tr key={`${line} ${column}`} className={ROW}>
                  <td className={NUMBER}>{i === 0 ? line : null}</td>
                  <td className={CELL}>
                    {i === 0 ? <TextLink href={`/${org}/initiatives/${id}`}>{title}</TextLink> : null}
                  </td>
                  <td className={CELL}>{column}</td>
                  <td className={`${CELL} text-ink-2`}>{from || "blank"}</td>
                  <td className={`${CELL} font-medium`}>{to || "blank"}</td>
                </tr>
              )),
            )}
          </Lines>
        </Section>
      ) : null}
      {report.fields.length > 0 ? (
        <Section
          name="New custom fields"
          id="fields"
          sentence={`${counted(report.fields.length, "column")} without a field of their own.`.replace(/^./, (first) =>
            first.toUpperCase(),
          )}
        >
          <ul className="gap-11 text-ink-2 text-note wide:columns-2 desk:columns-3">
            {report.fields.map((label) => (
              <li key={label} className="break-inside-avoid py-0.5 [overflow-wrap:anywhere]">
                {label}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}

const ROW = "border-rule-2 border-b align-top last:border-b-0";
const CELL = "max-w-[340px] py-1.5 pr-4 [overflow-wrap:anywhere]";
const NUMBER = "w-[64px] py-1.5 pr-4 text-right tabular";

function Lines({ heads, total, children }: { heads: string[]; total: number; children: ReactNode }) {
  return (
    <>
      <div className="overflow-x-auto">
        <table className="w-full text-table">
          <thead>
            <tr className="h-[30px] text-label">
              {heads.map((head, i) => (
                <th
                  key={head}
                  scope="col"
                  className={`border-rule border-b pr-4 font-medium text-ink-2 ${i === 0 ? "text-right" : "text-left"}`}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {total > SHOWN ? (
        <p className="mt-2 text-ink-2 text-note">
          The first {SHOWN} of {formatCount(total)} lines.
        </p>
      ) : null}
    </>
  );
}
