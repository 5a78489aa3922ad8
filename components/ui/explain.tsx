"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Popover } from "@/components/ui/popover";
import { TextLink } from "@/components/ui/section";

export type Term = {
  label: string;
  value: string;
  /** The record it comes from. */
  href?: string;
  note?: string;
};

export type Explanation = {
  /** Names the figure: "Benefit confirmed, year to date". */
  title: string;
  /** The arithmetic in words and signs: "confirmed ÷ planned to the same day". */
  formula: string;
  terms: Term[];
  /** Where the terms were read, and as of when. */
  source?: string;
  link?: { label: string; href: string };
};

/** A figure that opens to its terms and source records. */
export function Explain({
  explanation,
  children,
  className,
}: {
  explanation: Explanation;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Popover
      label={`${explanation.title}: show the arithmetic`}
      trigger={children}
      triggerClass={clsx(
        "cursor-help rounded-[2px] text-left decoration-1 decoration-line decoration-dotted underline-offset-4 hover:underline aria-expanded:underline",
        className,
      )}
    >
      {(close) => <ExplainPanel explanation={explanation} close={close} />}
    </Popover>
  );
}

function ExplainPanel({ explanation, close }: { explanation: Explanation; close: () => void }) {
  return (
    <div className="w-[min(360px,calc(100vw-26px))] p-4">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-semibold">{explanation.title}</p>
        <button type="button" onClick={close} aria-label="Close" className="-m-1.5 size-6 text-ink-2 hover:text-ink">
          ×
        </button>
      </div>
      <p className="mt-1 font-serif text-meaning">{explanation.formula}</p>
      <dl className="mt-3 border-rule border-t pt-1.5">
        {explanation.terms.map((term) => (
          <div key={`${term.label} ${term.value}`} className="flex items-baseline justify-between gap-4 py-1 text-note">
            <dt className="min-w-0 text-ink-2">
              {term.href ? <TextLink href={term.href}>{term.label}</TextLink> : term.label}
              {term.note ? <span className="block text-label">{term.note}</span> : null}
            </dt>
            <dd className="whitespace-nowrap font-medium tabular">{term.value}</dd>
          </div>
        ))}
      </dl>
      {explanation.source || explanation.link ? (
        <p className="mt-1.5 border-rule border-t pt-2 text-ink-2 text-note">
          {explanation.source}
          {explanation.source && explanation.link ? " · " : null}
          {explanation.link ? (
            <TextLink href={explanation.link.href} className="underline">
              {explanation.link.label}
            </TextLink>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
