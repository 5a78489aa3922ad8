"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { Where } from "@/components/chart/point-date";
import { FiredStrip } from "@/components/model/fired-strip";
import { RuleHistory } from "@/components/model/rule-history";
import { windowWords } from "@/components/model/rule-values";
import type { ModelData, RuleData } from "@/components/model/shape";
import { useMay } from "@/components/providers/use-shell";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { delayText } from "@/domain/metric/rule-text";
import { lastingWords, rulesSentence } from "@/domain/model/conclusion";
import { healthStatus } from "@/domain/overview/live";
import { sentenceCase } from "@/domain/shared/sentence";

/** Its form and schema load when it first opens. */
const RuleDialog = dynamic(() => import("@/components/model/rule-dialog").then((loaded) => loaded.RuleDialog), {
  ssr: false,
});

const YEAR_MS = 365 * 86_400_000;

/** The gravest thing a rule watches for; what else it watches stands below it. */
function wordsOf({ text, note, windowSeconds, labelDelayDays }: RuleData): { main: string; more: string[] } {
  const warning = text.critical && text.warning ? `Warning: ${text.warning}` : null;
  const silence = text.noData ? `${text.noData} ${windowWords(windowSeconds)}` : null;
  const delay = delayText(labelDelayDays);
  const more = [warning, silence, delay && sentenceCase(delay), note].filter((each) => each !== null);
  return { main: text.critical ?? text.warning ?? "", more };
}

function RuleState({ rule, until }: { rule: RuleData; until: Date }) {
  if (!rule.active) return <span className="text-ink-2">disabled</span>;
  if (!rule.open) return <Status status="good">inside</Status>;
  const { level, openedAt } = rule.open;
  const words = level === "no_data" ? "no data" : "firing";
  return (
    <Status status={healthStatus(level)}>
      {words}, {lastingWords(openedAt, until)}
    </Status>
  );
}

/** The rules of a model in words, when each fired in the last year, and what it says now. */
export function RuleTable({ org, page, where }: { org: string; page: ModelData; where: Where }) {
  const manages = useMay(org)("rule:manage");
  const [edited, setEdited] = useState<RuleData | "new" | null>(null);
  const from = new Date(page.lookedFrom.getTime() - YEAR_MS);
  const rules = [...page.rules].sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <Section
      id="rules"
      name="Rules on this model"
      aside={
        manages && page.measures.length > 0 ? (
          <button
            type="button"
            className="min-h-6 text-accent underline-offset-2 hover:underline"
            onClick={() => setEdited("new")}
          >
            + Rule
          </button>
        ) : undefined
      }
      sentence={rulesSentence(page.rules)}
    >
      {rules.length === 0 ? null : (
        <PlainTable
          label="Rules"
          rows={rules}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "rule",
              label: "Rule",
              render: (rule) => {
                const { main, more } = wordsOf(rule);
                return (
                  <TwoLine
                    main={
                      manages ? (
                        <button
                          type="button"
                          className="block text-left underline-offset-2 hover:underline"
                          onClick={() => setEdited(rule)}
                        >
                          {main}
                          <span className="sr-only">: edit this rule</span>
                        </button>
                      ) : (
                        main
                      )
                    }
                    sub={more.map((each) => (
                      <span key={each} className="block">
                        {each}
                      </span>
                    ))}
                  />
                );
              },
            },
            {
              key: "fired",
              label: "Fired, 12 months",
              width: "150px",
              wideOnly: true,
              render: ({ fired, windowSeconds }) => (
                <FiredStrip
                  everySeconds={windowSeconds}
                  fired={fired}
                  from={from}
                  to={page.lookedFrom}
                  timeZone={where.timeZone}
                />
              ),
            },
            {
              key: "times",
              label: "Times",
              align: "right",
              width: "52px",
              wideOnly: true,
              render: ({ fired }) => fired.length,
            },
            {
              key: "state",
              label: "State",
              align: "right",
              width: "116px",
              render: (rule) => <RuleState rule={rule} until={page.lookedFrom} />,
            },
          ]}
        />
      )}
      {rules.length === 0 ? null : <RuleHistory org={org} page={page} where={where} />}
      {edited ? (
        <RuleDialog
          org={org}
          page={page}
          where={where}
          {...(edited === "new" ? {} : { held: edited })}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Section>
  );
}

const LEVELS = { critical: 0, warning: 1, no_data: 2 } as const;
const rankOf = (rule: RuleData): number => (rule.open ? LEVELS[rule.open.level] : rule.active ? 3 : 4);
