import { severityStatus } from "@/components/risk/severity";
import { type PlainColumn, PlainTable } from "@/components/table/plain-table";
import { ABSENT, formatNumber } from "@/components/ui/format";
import { Section, TextLink } from "@/components/ui/section";
import { StatusGlyph } from "@/components/ui/status";
import { isDecision } from "@/domain/risk/ask";
import { moneyUnit } from "@/domain/risk/money-unit";
import { countWord, sentence, verb } from "@/domain/shared/sentence";
import { paramsOf } from "@/domain/table/view-params";
import type { AsksData } from "./shape";

/** The open risks with an action past its date, as an address. */
const OVERDUE = paramsOf({
  filter: {
    all: [
      { column: "status", op: "is", values: ["open"] },
      { column: "overdue", op: "at-least", values: ["1"] },
    ],
  },
});

/** How many of the largest risks wait for somebody. */
function asksSentence(rows: readonly { ask: string }[]): string {
  const waiting = rows.filter(({ ask }) => isDecision(ask)).length;
  const all = rows.length === 1 ? "the one open risk" : `the ${countWord(rows.length)} largest risks`;
  if (waiting === 0)
    return sentence(rows.length === 1 ? `${all} asks for nothing` : `none of ${all} asks for anything`);
  const who = rows.length === 1 ? all : `${countWord(waiting)} of ${all}`;
  return sentence(`${who} ${verb(waiting, "waits", "wait")} for a decision or an owner’s act`);
}

/** The ten largest risks with what is asked on each: what a committee reads first. */
export function AsksSection({
  org,
  rows,
  overdue,
  currency,
  locale,
}: {
  org: string;
  rows: AsksData;
  /** Actions of open risks past their date. */
  overdue: number;
  currency: string;
  locale: string | undefined;
}) {
  const unit = moneyUnit(
    rows.map(({ expected }) => expected ?? 0),
    currency,
  );
  const columns: PlainColumn<AsksData[number]>[] = [
    {
      key: "risk",
      label: "Risk",
      render: ({ id, code, title, severity, owner }) => (
        <>
          <span className="mr-1.5 inline-block">
            <StatusGlyph status={severityStatus(severity)} label={severity ?? "not assessed"} size={8} />
          </span>
          <TextLink href={`/${org}/risks/${id}`}>
            <span className="font-medium text-ink">{title}</span>
          </TextLink>
          <span className="block text-ink-2 text-note">
            {code} · {owner ?? "nobody"}
          </span>
        </>
      ),
    },
    {
      key: "expected",
      label: `Expected, ${unit.name}`,
      align: "right",
      width: "104px",
      wideOnly: true,
      render: ({ expected }) =>
        expected === null
          ? ABSENT
          : formatNumber(expected / unit.divideBy, { digits: unit.digits, ...(locale ? { locale } : {}) }),
    },
    {
      key: "ask",
      label: "The ask",
      width: "150px",
      render: ({ ask }) =>
        isDecision(ask) ? <span className="font-medium">{ask}</span> : <span className="text-ink-2">{ask}</span>,
    },
  ];
  return (
    <Section
      id="asks"
      name="What is asked"
      aside="the ten largest by expected loss"
      sentence={asksSentence(rows)}
      {...(overdue > 0
        ? { link: { label: `Overdue actions: ${overdue}`, href: `/${org}/risks?${OVERDUE}#register` } }
        : {})}
    >
      <PlainTable label="What is asked" columns={columns} rows={rows} rowKey={({ id }) => id} />
    </Section>
  );
}
