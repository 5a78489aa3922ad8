import { clsx } from "clsx";
import { OrgLink } from "@/components/ui/org-link";
import { StatusGlyph, type StatusKind, StatusLegend, type StatusWords, statusWord } from "@/components/ui/status";

export type Stage = {
  key: string;
  label: string;
  href?: string;
  /** One status for each thing that stands here. */
  statuses: readonly StatusKind[];
  /** How many stand here when there are too many to draw each; else the number of statuses. */
  count?: number;
  /** Below the shapes: "41 d". */
  figure?: string;
  figureMeaning?: string;
};

const MAX_GLYPHS = 60;
const ORDER: readonly StatusKind[] = ["good", "watch", "bad", "stale", "none"];

function spoken(stage: Stage, words: StatusWords): string {
  const parts = ORDER.map((status) => ({ status, count: stage.statuses.filter((each) => each === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${statusWord(status, words)}`);
  return `${stage.label}: ${stage.count ?? stage.statuses.length}${parts.length > 0 ? `, ${parts.join(", ")}` : ""}`;
}

/** How many stand at each stage, each as the shape of its status; rows of a list when narrow. */
export function StageStrip({
  stages,
  words = "track",
  figureHead,
  legend,
}: {
  stages: readonly Stage[];
  words?: StatusWords;
  /** Names the figures below the shapes, such as "median wait". */
  figureHead?: string;
  legend?: readonly StatusKind[];
}) {
  const hasFigures = stages.some((stage) => stage.figure);
  return (
    <div>
      {figureHead && hasFigures ? (
        <p className="border-rule border-b pb-1.5 text-right text-ink-2 text-label wide:hidden">{figureHead}</p>
      ) : null}
      <ul className="wide:grid wide:auto-cols-fr wide:grid-flow-col">
        {stages.map((stage) => (
          <li
            key={stage.key}
            aria-label={spoken(stage, words)}
            className={clsx(
              "grid min-h-[44px] grid-cols-[116px_30px_1fr_auto] items-center gap-x-2 border-rule-2 border-b last:border-b-0",
              "wide:flex wide:min-h-0 wide:flex-col wide:items-stretch wide:border-rule wide:border-b-0 wide:pr-2 wide:not-first:border-l wide:not-first:pl-2.5",
            )}
          >
            <p className="order-2 text-right font-medium font-serif text-[1.0625rem] leading-6 wide:order-1 wide:text-left wide:text-figure">
              {stage.count ?? stage.statuses.length}
            </p>
            <p className="order-1 text-body wide:order-2 wide:min-h-[30px] wide:text-ink-2 wide:text-label">
              {stage.href ? (
                <OrgLink href={stage.href} className="underline-offset-2 hover:underline">
                  {stage.label}
                </OrgLink>
              ) : (
                stage.label
              )}
            </p>
            <Glyphs statuses={stage.statuses} />
            {hasFigures ? (
              <p className="order-4 text-right wide:mt-auto wide:min-h-[38px] wide:border-rule-2 wide:border-t wide:pt-1.5 wide:text-left">
                <span className="block font-semibold text-note wide:text-label">{stage.figure ?? "–"}</span>
                {stage.figure && stage.figureMeaning ? (
                  <span className="hidden text-ink-3 text-label wide:block">{stage.figureMeaning}</span>
                ) : null}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {legend ? (
        <div className="mt-4">
          <StatusLegend statuses={legend} words={words} />
        </div>
      ) : null}
    </div>
  );
}

function Glyphs({ statuses }: { statuses: readonly StatusKind[] }) {
  const drawn = statuses.slice(0, MAX_GLYPHS);
  const more = statuses.length - drawn.length;
  return (
    <div aria-hidden="true" className="order-3 wide:mt-2.5 wide:mb-3.5">
      <div className="flex flex-wrap gap-x-[7px] gap-y-1.5 wide:max-w-[62px] wide:gap-2">
        {drawn.map((status, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shapes are counted, not told apart
          <StatusGlyph key={index} status={status} size={12} />
        ))}
      </div>
      {more > 0 ? <p className="mt-1 text-ink-3 text-label">and {more} more</p> : null}
    </div>
  );
}
