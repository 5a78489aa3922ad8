"use client";

import { EditableFact } from "@/components/initiative/page/editable-fact";
import type { RiskEditState } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { Section } from "@/components/ui/section";
import { STRATEGIES_OF, STRATEGY_LABELS, type Strategy } from "@/domain/risk/response";

/** What is done about it: the strategy, and what is done once the trigger comes. */
export function ResponseSection({ page, edit }: { page: RiskData; edit: RiskEditState | null }) {
  const options = STRATEGIES_OF[page.kind].map((value) => ({ value, label: STRATEGY_LABELS[value] }));
  return (
    <Section id="response" name="Response">
      <dl>
        <EditableFact
          label="Response"
          value={page.strategy ?? ""}
          control={{ kind: "choice", options, empty: "Not chosen" }}
          {...(edit
            ? { onSave: (text: string) => edit.save("Response", { strategy: (text || null) as Strategy | null }) }
            : {})}
        >
          {page.strategy ? STRATEGY_LABELS[page.strategy] : <span className="text-watch">not chosen</span>}
        </EditableFact>
        <EditableFact
          label="Contingency plan"
          value={page.contingencyPlan ?? ""}
          control={{ kind: "long" }}
          hint="What is done when it comes true."
          {...(edit ? { onSave: (text: string) => edit.save("Contingency plan", { contingencyPlan: text }) } : {})}
        >
          {page.contingencyPlan ? <span className="whitespace-pre-line">{page.contingencyPlan}</span> : null}
        </EditableFact>
        <EditableFact
          label="Trigger"
          value={page.contingencyTrigger ?? ""}
          control={{ kind: "long" }}
          hint="What is seen that sets the plan off."
          {...(edit ? { onSave: (text: string) => edit.save("Trigger", { contingencyTrigger: text }) } : {})}
        >
          {page.contingencyTrigger ? <span className="whitespace-pre-line">{page.contingencyTrigger}</span> : null}
        </EditableFact>
      </dl>
    </Section>
  );
}
