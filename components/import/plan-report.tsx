import { ReportLines } from "@/components/import/report-lines";
import type { ImportDetail } from "@/components/import/shape";
import { formatCount } from "@/components/ui/format";
import { KeyFigure, KeyFigures } from "@/components/ui/key-figure";
import { Section, TextLink } from "@/components/ui/section";
import { placeLabel } from "@/domain/import/place";
import type { PlanCounts } from "@/domain/import/plan";
import type { ImportWords } from "@/domain/import/words";
import { counted, sentence, sentenceCase } from "@/domain/shared/sentence";

type Report = NonNullable<ImportDetail["report"]>;

const why = (reason: string, cure: string) => (
  <>
    {reason} <span className="text-ink-2">{cure}</span>
  </>
);
const orBlank = (text: string | null) => text || <span className="text-ink-2">blank</span>;

/** What an import would do or did: the counts, then each line with its reason. */
export function PlanReport({
  org,
  words,
  counts,
  report,
  isDone = false,
}: {
  org: string;
  words: ImportWords;
  counts: PlanCounts;
  report: Report;
  isDone?: boolean;
}) {
  const { created, changed, unchanged, rejected, rows, spacing, newKeys } = counts;
  const isSheet = report.rejects.some(({ sheet }) => sheet) || report.changes.some(({ sheet }) => sheet);
  const many = isSheet ? "rows" : "lines";
  const shares = rejected === 0 && newKeys < created ? `under ${formatCount(newKeys)} keys` : undefined;
  return (
    <div className="flex flex-col gap-[34px]">
      <KeyFigures>
        <KeyFigure label="New" value={formatCount(created)} note={shares} />
        <KeyFigure
          label="Changed"
          value={formatCount(changed)}
          note={changed > 0 ? "field by field below" : undefined}
        />
        <KeyFigure
          label="Unchanged"
          value={formatCount(unchanged)}
          note={spacing > 0 ? `${formatCount(spacing)} differ in white space only` : undefined}
        />
        <KeyFigure
          label="Rejected"
          value={formatCount(rejected)}
          tone={rejected > 0 ? "bad" : "ink"}
          detail={`of ${formatCount(rows)} rows`}
        />
      </KeyFigures>
      {report.rejects.length > 0 ? (
        <Section
          name={`Rejected ${many}`}
          id="rejected"
          aside={isSheet ? "cell of the workbook" : "line of the file"}
          sentence={
            isDone ? `These ${many} were not imported.` : "Correct these in the file, or import the good rows alone."
          }
        >
          <ReportLines
            heads={[isSheet ? "Cell" : "Line", "Column", "Value", "Why, and what to do"]}
            isNumbered={!isSheet}
            lines={report.rejects.map(({ column, value, reason, cure, ...place }) => ({
              key: `${place.line} ${column} ${reason}`,
              cells: [placeLabel(place), column ?? "whole row", orBlank(value), why(reason, cure)],
            }))}
          />
        </Section>
      ) : null}
      {report.notes.length > 0 ? (
        <Section
          name="Cells kept as text"
          id="kept"
          aside="rows with this value"
          sentence="These could not be read as their field’s kind. Their text is kept beside an empty value."
        >
          <ReportLines
            heads={["Rows", "Column", "Value", "Why, and what to do"]}
            lines={report.notes.map(({ column, value, rows: many, reason, cure }) => ({
              key: `${column} ${value} ${reason}`,
              cells: [formatCount(many), column, value, why(reason, cure)],
            }))}
          />
        </Section>
      ) : null}
      {report.changes.length > 0 ? (
        <Section
          name={isDone ? "What changed" : "What changes"}
          id="changes"
          aside="was, becomes"
          sentence={
            changed > report.changes.length
              ? `The first ${formatCount(report.changes.length)} of ${formatCount(changed)} changed rows.`
              : undefined
          }
        >
          <ReportLines
            heads={[isSheet ? "Row" : "Line", sentenceCase(words.one), "Column", "Was", "Becomes"]}
            lines={report.changes.flatMap(({ line, id, title, cells }) =>
              cells.map(({ column, from, to }) => ({
                key: `${line} ${column}`,
                cells: [
                  line,
                  <TextLink key="title" href={`/${org}/${words.page(id)}`}>
                    {title}
                  </TextLink>,
                  column,
                  <span key="from" className="text-ink-2">
                    {from || "blank"}
                  </span>,
                  <span key="to" className="font-medium">
                    {to || "blank"}
                  </span>,
                ],
              })),
            )}
          />
        </Section>
      ) : null}
      <Made
        name={isDone ? "Programs made" : "New programs"}
        words={`${counted(report.programs.length, "program")} named by the file alone`}
        items={report.programs}
      />
      <Made
        name={isDone ? "Custom fields made" : "New custom fields"}
        words={`${counted(report.fields.length, "column")} without a field of ${report.fields.length === 1 ? "its" : "their"} own`}
        items={report.fields}
      />
    </div>
  );
}

function Made({ name, words, items }: { name: string; words: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Section name={name} sentence={sentence(words)}>
      <ul className="gap-11 text-ink-2 text-note wide:columns-2 desk:columns-3">
        {items.map((label) => (
          <li key={label} className="break-inside-avoid py-0.5 [overflow-wrap:anywhere]">
            {label}
          </li>
        ))}
      </ul>
    </Section>
  );
}
