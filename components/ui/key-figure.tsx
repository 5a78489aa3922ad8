import { clsx } from "clsx";
import type { ReactNode } from "react";
import { BulletBar, type BulletBarProps } from "@/components/chart/bullet-bar";
import { Explain, type Explanation } from "@/components/ui/explain";

/** A row of key figures between an ink rule and a hairline; they stack when narrow. */
export function KeyFigures({ children }: { children: ReactNode }) {
  return (
    <div className="grid border-ink border-t border-b border-b-rule wide:auto-cols-fr wide:grid-flow-col">
      {children}
    </div>
  );
}

export function KeyFigure({
  label,
  value,
  detail,
  bar,
  glyphs,
  note,
  explanation,
  tone,
}: {
  label: string;
  value: string;
  /** What it stands against: "of $7.3 M planned". */
  detail?: ReactNode;
  bar?: BulletBarProps;
  /** In place of a bar: one shape for each thing counted. */
  glyphs?: ReactNode;
  note?: ReactNode;
  explanation?: Explanation;
  tone?: "ink" | "watch" | "bad";
}) {
  const figure = (
    <span
      className={clsx(
        "font-medium font-serif text-key",
        tone === "bad" && "text-bad",
        tone === "watch" && "text-watch",
      )}
    >
      {value}
    </span>
  );
  return (
    <div className="min-w-0 border-rule py-4 not-first:border-t wide:pr-[22px] wide:pl-[22px] wide:first:pl-0 wide:last:pr-0 wide:not-first:border-t-0 wide:not-first:border-l">
      <p className="text-ink-2 text-note">{label}</p>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-1">
        {explanation ? <Explain explanation={explanation}>{figure}</Explain> : figure}
        {detail ? <span className="text-ink-2 text-body">{detail}</span> : null}
      </p>
      {bar ? <BulletBar {...bar} className="mt-1.5" /> : null}
      {glyphs ? <div className="mt-2 flex flex-wrap gap-[7px]">{glyphs}</div> : null}
      {note ? <p className="mt-2 text-ink-3 text-label">{note}</p> : null}
    </div>
  );
}
