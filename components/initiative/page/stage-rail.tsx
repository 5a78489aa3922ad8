import { clsx } from "clsx";
import { formatDate } from "@/components/ui/format";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES, type InitiativeStage } from "@/domain/initiative/choice";
import type { StageStay } from "@/domain/initiative/lifecycle";
import { durationWords } from "@/domain/initiative/sentence";

type Leg = {
  stage: InitiativeStage;
  state: "past" | "now" | "passed-over" | "before" | "ahead";
  from: Date | null;
  spent: string | null;
  note: string | null;
};

const DAY_MS = 86_400_000;

/** One leg a stage: all its stays together, entered first on `from`. */
function legsOf(stays: readonly StageStay[], at: Date): Leg[] {
  const now = stays.at(-1)?.to === null ? stays.at(-1) : undefined;
  const reached = now
    ? INITIATIVE_STAGES.indexOf(now.stage)
    : Math.max(-1, ...stays.map(({ stage }) => INITIATIVE_STAGES.indexOf(stage)));
  const start = Math.min(...stays.map(({ stage }) => INITIATIVE_STAGES.indexOf(stage)));
  return INITIATIVE_STAGES.map((stage, index): Leg => {
    const own = stays.filter((stay) => stay.stage === stage);
    const [first] = own;
    if (!first) {
      const state = index >= reached ? "ahead" : index < start ? "before" : "passed-over";
      return { stage, state, from: null, spent: null, note: null };
    }
    const total = own.reduce((sum, stay) => sum + (stay.to ?? at).getTime() - stay.from.getTime(), 0);
    const words = durationWords(new Date(0), new Date(total < DAY_MS ? 0 : total));
    const again = own.length > 1 ? (own.length === 2 ? "came back once" : `came back ${own.length - 1} times`) : null;
    const isNow = now?.stage === stage;
    return {
      stage,
      state: isNow ? "now" : "past",
      from: first.from,
      spent: isNow && stage !== "retired" ? `${words} so far` : words,
      note: again,
    };
  });
}

const SPOKEN: Record<Leg["state"], string> = {
  past: "passed",
  now: "stands here",
  "passed-over": "passed over",
  before: "before the record",
  ahead: "ahead",
};

/** The stages as one rail: how long at each, entered when. It runs down the page when narrow. */
export function StageRail({ stays, at, timeZone }: { stays: readonly StageStay[]; at: Date; timeZone: string }) {
  const legs = legsOf(stays, at);
  return (
    <ol className="grid wide:grid-cols-8">
      {legs.map(({ stage, state, from, spent, note }, index) => {
        const [isNow, isAhead] = [state === "now", state === "ahead"];
        return (
          <li
            key={stage}
            className="relative flex min-h-[44px] gap-3 wide:block wide:min-h-0"
            aria-current={isNow ? "step" : undefined}
          >
            <p
              className={clsx(
                "order-2 min-w-[118px] text-note wide:min-h-[34px] wide:pr-2 wide:text-label",
                isNow
                  ? "font-semibold"
                  : isAhead || state === "passed-over" || state === "before"
                    ? "text-ink-3"
                    : "text-ink-2",
              )}
            >
              {INITIATIVE_STAGE_LABELS[stage]}
              <span className="sr-only">, {SPOKEN[state]}</span>
              <span className="block font-normal text-ink-2">
                {spent ?? (state === "passed-over" ? "passed over" : "")}
              </span>
            </p>
            <span aria-hidden="true" className="relative order-1 block w-3 shrink-0 wide:h-3 wide:w-full">
              <span
                className={clsx(
                  "absolute top-0 bottom-0 left-[5px] w-0.5 wide:inset-x-0 wide:top-[5px] wide:bottom-auto wide:h-0.5 wide:w-auto",
                  isAhead || isNow || state === "before" ? "bg-rule" : "bg-ink",
                  index === legs.length - 1 && "max-wide:hidden",
                )}
              />
              {isNow ? (
                <span className="absolute top-1 left-0 size-3 rounded-full border-2 border-ink bg-paper wide:top-0" />
              ) : (
                <span
                  className={clsx(
                    "absolute top-1.5 left-[2px] h-0.5 w-2 wide:top-[1px] wide:left-0 wide:h-2.5 wide:w-0.5",
                    state === "past" ? "bg-ink" : "bg-line",
                  )}
                />
              )}
            </span>
            <p className="order-3 ml-auto text-right text-label wide:mt-1 wide:pr-2 wide:text-left">
              <span className={clsx("whitespace-nowrap", isNow && "font-semibold")}>
                {from ? formatDate(from, "day", { timeZone }) : ""}
              </span>
              {note ? <span className="block text-ink-2">{note}</span> : null}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
