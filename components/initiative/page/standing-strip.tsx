import type { ReactNode } from "react";
import { ReasonWords } from "@/components/initiative/reason-words";
import { healthStatus, type InitiativeData, worstHealth } from "@/components/initiative/shape";
import { formatDate, formatNumber } from "@/components/ui/format";
import { Status, type StatusKind } from "@/components/ui/status";
import { isActive } from "@/domain/initiative/active";
import { ARRIVED } from "@/domain/initiative/attention";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { RISK_REASONS } from "@/domain/risk/reason";
import { shorten } from "@/domain/shared/sentence";

type Part = { name: string; status: StatusKind; word?: string; words: ReactNode };

const DAY_MS = 86_400_000;

function partsOf(org: string, page: InitiativeData): Part[] {
  const of = (...reasons: string[]) => page.attention.reasons.find(({ reason }) => reasons.includes(reason));
  const closed = !isActive({ stage: page.stage, archived: page.archivedAt !== null });
  const arrived = page.stage !== null && ARRIVED.includes(page.stage);
  const late = of("target_past");
  const target = page.targetOn ? formatDate(page.targetOn) : null;
  const schedule: Part = late
    ? { name: "Schedule", status: "bad", words: late.words }
    : target === null
      ? { name: "Schedule", status: "none", word: "no date", words: "No target date is stated" }
      : {
          name: "Schedule",
          status: "good",
          word: arrived ? "reached" : undefined,
          words: arrived ? `Target was ${target}` : `Target ${target} lies ahead`,
        };
  const health = worstHealth(page.models);
  const model = of("model_critical", "model_no_data", "model_warning");
  const live = page.models.filter(({ status }) => status === "live").length;
  const models: Part = {
    name: "Model",
    status: health ? healthStatus(health) : "none",
    word: health ? MODEL_HEALTH_TEXT[health] : "none live",
    words: model
      ? model.words.replace(/^Model /, "")
      : live > 0
        ? `${live === 1 ? "One live model" : `${live} live models`}`
        : "No live model is linked",
  };
  const owner: Part = page.ownerName
    ? { name: "Ownership", status: "good", word: "named", words: shorten(page.ownerName, 40) }
    : {
        name: "Ownership",
        status: of("no_owner") ? "watch" : "none",
        word: "nobody",
        words: "Nobody is named as owner",
      };
  const risky = of(...RISK_REASONS);
  const risk: Part = risky
    ? { name: "Risk", status: risky.standing, words: <ReasonWords org={org} id={page.id} reason={risky} /> }
    : closed
      ? { name: "Risk", status: "none", word: "closed", words: "Its risks give no reason any more" }
      : { name: "Risk", status: "good", word: "no reason", words: "No open risk asks for attention" };
  const days = Math.max(0, Math.floor((page.lookedFrom.getTime() - page.updatedAt.getTime()) / DAY_MS));
  const record: Part = {
    name: "Record",
    status: closed ? "none" : of("not_updated") ? "stale" : "good",
    word: closed ? "closed" : of("not_updated") ? "quiet" : "fresh",
    words: days === 0 ? "Last recorded today" : `Last recorded ${formatNumber(days, { unit: "d" })} ago`,
  };
  return [schedule, models, risk, owner, record];
}

/** What the state of the page is made of, each with its own status and words. */
export function StandingStrip({ org, page }: { org: string; page: InitiativeData }) {
  return (
    <ul className="grid border-ink border-t border-b border-b-rule wide:grid-cols-5">
      {partsOf(org, page).map(({ name, status, word, words }) => (
        <li
          key={name}
          className="min-w-0 border-rule py-3 not-first:border-t wide:px-[18px] wide:first:pl-0 wide:last:pr-0 wide:not-first:border-t-0 wide:not-first:border-l"
        >
          <p className="flex items-baseline justify-between gap-2 text-note">
            <span className="text-ink-2">{name}</span>
            <Status status={status} className="text-note">
              {word}
            </Status>
          </p>
          <p className="mt-1 font-medium text-table">{words}</p>
        </li>
      ))}
    </ul>
  );
}
