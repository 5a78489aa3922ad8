"use client";

import { useAddress } from "@/components/providers/address";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { INITIATIVE_STAGE_LABELS } from "@/domain/initiative/choice";
import { fieldLabel } from "@/domain/initiative/field-label";
import { movesConclusion } from "@/domain/pack/sentence";
import { dayOf } from "@/domain/shared/day";
import { formatDate, formatShortDay } from "@/domain/shared/figure";
import { shorten } from "@/domain/shared/sentence";
import { whereTheyDiffer } from "@/domain/shared/text-difference";
import type { Overview } from "@/server/trpc/root";

const stageName = (stage: Overview["moves"][number]["to"]) => (stage ? INITIATIVE_STAGE_LABELS[stage] : "not stated");

/** What was recorded since a day that can be chosen: moves of stage first, then edited fields. */
export function ChangesSection({ org, data }: { org: string; data: Overview }) {
  const { changes, moves, edits, timeZone } = data;
  return (
    <Section id="changes" name="What changed" aside={<SinceControl data={data} />} sentence={movesConclusion(changes)}>
      {moves.length > 0 ? <Kind>Moves of stage</Kind> : null}
      <ul className="text-table">
        {moves.map((move) => (
          <Row
            key={`${move.id} ${move.at.getTime()}`}
            org={org}
            code={move.code}
            title={move.title}
            at={move.at}
            by={move.by}
            timeZone={timeZone}
          >
            <Was>{stageName(move.from)}</Was> → <b className="font-medium">{stageName(move.to)}</b>
          </Row>
        ))}
      </ul>
      {edits.length > 0 ? <Kind>Edited fields</Kind> : null}
      <ul className="text-table">
        {edits.map((edit) => {
          const { was, now } = shown(edit.field, edit.from, edit.to, data);
          return (
            <Row
              key={`${edit.id} ${edit.field} ${edit.at.getTime()}`}
              org={org}
              code={edit.code}
              title={edit.title}
              at={edit.at}
              by={edit.by}
              timeZone={timeZone}
            >
              {fieldLabel(edit.field)} <Was>{was}</Was> → <b className="font-medium">{now}</b>
            </Row>
          );
        })}
      </ul>
      {changes.fields > edits.length ? (
        <p className="mt-2 text-ink-2 text-note">
          {edits.length} of {changes.fields} edited fields are shown. Every initiative lists its own changes in full.
        </p>
      ) : null}
    </Section>
  );
}

const LONGEST = 70;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Long texts are cut to where they differ: their own page shows them whole. */
function shown(field: string, was: string | null, now: string | null, data: Overview): { was: string; now: string } {
  if (was && now && !field.endsWith("Id") && !DAY.test(was) && field !== "custom" && field !== "archivedAt")
    return whereTheyDiffer(was, now, LONGEST);
  return { was: oneShown(field, was, data), now: oneShown(field, now, data) };
}

function oneShown(field: string, value: string | null, { names }: Overview): string {
  if (value === null) return "nothing";
  if (DAY.test(value)) return formatDate(value);
  if (field.endsWith("Id")) return names[value] ?? "somebody";
  if (field === "custom") return "custom fields";
  if (field === "archivedAt") return "archived";
  return shorten(value, LONGEST);
}

function Kind({ children }: { children: React.ReactNode }) {
  return <h3 className="border-rule border-b pt-2 pb-1.5 text-ink-2 text-label not-first:pt-4">{children}</h3>;
}

const Was = ({ children }: { children: React.ReactNode }) => <span className="text-ink-2">{children}</span>;

function Row({
  org,
  code,
  title,
  at,
  by,
  timeZone,
  children,
}: {
  org: string;
  code: string;
  title: string;
  at: Date;
  by: string;
  timeZone: string;
  children: React.ReactNode;
}) {
  return (
    <li className="grid grid-cols-[52px_1fr] gap-x-3 border-rule-2 border-b py-2 last:border-b-0">
      <span className="text-ink-2">{formatShortDay(at, timeZone)}</span>
      <span className="min-w-0">
        <span className="flex items-baseline justify-between gap-x-4">
          <OrgLink
            href={`/${org}/initiatives/${code}`}
            className="wrap-anywhere font-medium underline-offset-2 hover:underline"
          >
            {shorten(title, LONGEST)}
          </OrgLink>
          <span className="max-w-[40%] shrink-0 text-right text-ink-2 text-label">{by}</span>
        </span>
        <span className="wrap-anywhere block">{children}</span>
      </span>
    </li>
  );
}

/** The day in words; the browser's own picker lies over them and shows itself to who uses it. */
function SinceControl({ data }: { data: Overview }) {
  const { change } = useAddress();
  const day = dayOf(data.since, data.timeZone);
  return (
    <label className="relative -my-1 inline-flex min-h-6 items-center gap-1 hover:text-ink">
      since <span className="font-medium text-ink">{formatDate(day)}</span>
      <span aria-hidden="true" className="text-[0.625rem]" data-print="hide">
        ▾
      </span>
      <input
        type="date"
        value={day}
        max={dayOf(data.lookedFrom, data.timeZone)}
        onClick={({ currentTarget }) => currentTarget.showPicker?.()}
        onChange={({ target }) => target.value && change({ since: target.value }, { fromServer: true })}
        className="absolute top-1/2 right-0 h-7 -translate-y-1/2 cursor-pointer rounded-control border border-rule bg-sheet px-1.5 text-note opacity-0 focus:opacity-100"
      />
    </label>
  );
}
