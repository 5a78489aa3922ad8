"use client";

import { parseAsString, useQueryState } from "nuqs";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { INITIATIVE_STAGE_LABELS } from "@/domain/initiative/choice";
import { fieldLabel } from "@/domain/initiative/field-label";
import { movesConclusion } from "@/domain/pack/sentence";
import { dayOf } from "@/domain/shared/day";
import { formatDate, formatShortDay } from "@/domain/shared/figure";
import { shorten } from "@/domain/shared/sentence";
import type { Overview } from "@/server/trpc/root";

const stageName = (stage: Overview["moves"][number]["to"]) => (stage ? INITIATIVE_STAGE_LABELS[stage] : "not stated");

/** What was recorded since a day that can be chosen: moves of stage first, then edited fields. */
export function ChangesSection({ org, data }: { org: string; data: Overview }) {
  const { changes, moves, edits, timeZone } = data;
  return (
    <Section id="changes" name="What changed" aside={<SinceControl data={data} />} sentence={movesConclusion(changes)}>
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
            Stage <Was>{stageName(move.from)}</Was> → <b className="font-medium">{stageName(move.to)}</b>
          </Row>
        ))}
        {edits.map((edit) => (
          <Row
            key={`${edit.id} ${edit.field} ${edit.at.getTime()}`}
            org={org}
            code={edit.code}
            title={edit.title}
            at={edit.at}
            by={edit.by}
            timeZone={timeZone}
          >
            {fieldLabel(edit.field)} <Was>{shown(edit.field, edit.from, data)}</Was> →{" "}
            <b className="font-medium">{shown(edit.field, edit.to, data)}</b>
          </Row>
        ))}
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

function shown(field: string, value: string | null, { names }: Overview): string {
  if (value === null) return "nothing";
  if (DAY.test(value)) return formatDate(value);
  if (field.endsWith("Id")) return names[value] ?? "somebody";
  if (field === "custom") return "custom fields";
  if (field === "archivedAt") return "archived";
  return shorten(value, LONGEST);
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
        <OrgLink href={`/${org}/initiatives/${code}`} className="font-medium underline-offset-2 hover:underline">
          {shorten(title, LONGEST)}
        </OrgLink>
        <span className="block">{children}</span>
        <span className="block text-ink-2 text-label">{by}</span>
      </span>
    </li>
  );
}

function SinceControl({ data }: { data: Overview }) {
  const [, setSince] = useQueryState("since", parseAsString.withOptions({ shallow: false }));
  const day = dayOf(data.since, data.timeZone);
  return (
    <label className="inline-flex items-baseline gap-1.5">
      since
      <input
        type="date"
        value={day}
        max={dayOf(data.lookedFrom, data.timeZone)}
        onChange={({ target }) => target.value && setSince(target.value)}
        className="rounded-control border border-rule bg-sheet px-1.5 py-0.5 text-note"
      />
    </label>
  );
}
