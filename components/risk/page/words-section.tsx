"use client";

import { EditableFact } from "@/components/initiative/page/editable-fact";
import type { RiskEditState } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { Section } from "@/components/ui/section";

const PARTS = [
  { field: "cause", label: "Cause", hint: "What is so today, or may become so." },
  { field: "event", label: "Event", hint: "What then may happen." },
  { field: "consequence", label: "Consequence", hint: "What that does, to whom." },
] as const;

/** Cause → event → consequence, each edited where it stands. */
export function WordsSection({ page, edit }: { page: RiskData; edit: RiskEditState | null }) {
  return (
    <Section id="words" name="What may happen" aside="cause → event → consequence">
      <dl>
        <EditableFact
          label="Title"
          value={page.title}
          control={{ kind: "text" }}
          {...(edit ? { onSave: (title: string) => edit.save("Title", { title }) } : {})}
        >
          <span className="font-medium">{page.title}</span>
        </EditableFact>
        {PARTS.map(({ field, label, hint }) => (
          <EditableFact
            key={field}
            label={label}
            value={page[field] ?? ""}
            control={{ kind: "long" }}
            hint={hint}
            {...(edit ? { onSave: (text: string) => edit.save(label, { [field]: text }) } : {})}
          >
            {page[field] ? <span className="whitespace-pre-line text-body">{page[field]}</span> : null}
          </EditableFact>
        ))}
      </dl>
    </Section>
  );
}
