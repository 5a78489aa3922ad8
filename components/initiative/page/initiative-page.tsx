"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Comments } from "@/components/comment/comments";
import { Documents } from "@/components/document/documents";
import { FollowButton } from "@/components/follow/follow-button";
import { Activity } from "@/components/initiative/page/activity";
import { EditConflict } from "@/components/initiative/page/edit-conflict";
import { EditableFact } from "@/components/initiative/page/editable-fact";
import { CustomFacts, Facts } from "@/components/initiative/page/facts";
import { LinkedModels } from "@/components/initiative/page/linked-models";
import { MeasureSection } from "@/components/initiative/page/measure-section";
import { People } from "@/components/initiative/page/people";
import { StageRail } from "@/components/initiative/page/stage-rail";
import { StandingStrip } from "@/components/initiative/page/standing-strip";
import { useInitiativeEdit } from "@/components/initiative/page/use-edit";
import { Links } from "@/components/link/links";
import { useTRPC } from "@/components/providers/trpc";
import { RisksOn } from "@/components/risk/place/risks-on";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { initiativeHeadline, standsSentence } from "@/domain/initiative/sentence";
import { dayOf } from "@/domain/shared/day";
import { shorten } from "@/domain/shared/sentence";

// Forms and their schemas load when they first open.
const StageDialog = dynamic(() => import("@/components/initiative/page/stage-dialog").then((it) => it.StageDialog));
const ArchiveDialog = dynamic(() =>
  import("@/components/initiative/page/archive-dialog").then((it) => it.ArchiveDialog),
);

const LEAD_LENGTH = 320;

function updatedWords(at: Date, now: Date, timeZone: string): string {
  const [day, today] = [dayOf(at, timeZone), dayOf(now, timeZone)];
  return day === today ? `today, ${formatDate(at, "time", { timeZone })}` : formatDate(at, "day", { timeZone });
}

/** One initiative: how it stands and why, where it stands, what it is, who answers for it, and what was recorded. */
export function InitiativePage({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { data: page } = useSuspenseQuery(trpc.initiative.get.queryOptions({ org, at, id }));
  const state = useInitiativeEdit(org, page);
  const edit = page.may.edit ? state : null;
  const { data: choices } = useQuery({ ...trpc.initiative.choices.queryOptions({ org, at }), enabled: page.may.edit });
  const [open, setOpen] = useState<"stage" | "archive" | null>(null);
  const close = () => setOpen(null);
  const mayEdit = page.may.edit;
  useEffect(() => {
    const follow = () => {
      if (window.location.hash !== "#change-stage" || !mayEdit) return;
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
      setOpen("stage");
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [mayEdit]);

  const { timeZone, lookedFrom } = page;
  const about = { noun: "initiative", id: page.id } as const;
  const strong = (text: string) => <span className="font-medium text-ink">{text}</span>;
  const facts = [
    strong(page.code),
    page.businessUnit,
    page.tier === null ? "Unrated" : `Tier ${page.tier}`,
    page.ownerName ? <>Owner {strong(page.ownerName)}</> : null,
    page.sponsorName ? `Sponsor ${page.sponsorName}` : null,
    page.restricted ? strong("Restricted") : null,
    `Updated ${updatedWords(page.updatedAt, lookedFrom, timeZone)}`,
  ].filter((fact) => fact !== null && fact !== "");
  const lead = page.outcome ?? page.problem;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: shorten(page.title, 80) }]} />
      <Headline
        title={initiativeHeadline(page)}
        lead={lead ? shorten(lead, LEAD_LENGTH) : undefined}
        facts={facts}
        actions={
          <>
            <FollowButton org={org} about={about} />
            {page.may.archive ? (
              <Button onClick={() => setOpen("archive")}>{page.archivedAt ? "Restore" : "Archive"}</Button>
            ) : null}
            {edit ? (
              <Button tone="primary" onClick={() => setOpen("stage")}>
                Change stage
              </Button>
            ) : null}
          </>
        }
      />
      <StandingStrip org={org} page={page} />
      <Section
        id="stages"
        name="Where it stands"
        aside={page.stays.length > 0 ? "stages as they were recorded" : undefined}
        sentence={standsSentence(page.stays, lookedFrom)}
      >
        <StageRail stays={page.stays} at={lookedFrom} timeZone={timeZone} />
      </Section>
      <div className="columns-page">
        <div className="grid min-w-0 content-start gap-9">
          <MeasureSection org={org} page={page} />
          <Section id="purpose" name="What it is for">
            <dl>
              <EditableFact
                label="Title"
                value={page.title}
                control={{ kind: "text" }}
                stacked
                {...(edit ? { onSave: (title: string) => edit.save("Title", { title }) } : {})}
              >
                <span className="font-medium">{page.title}</span>
              </EditableFact>
              {(["problem", "outcome"] as const).map((field) => (
                <EditableFact
                  key={field}
                  label={field === "problem" ? "Problem" : "Outcome"}
                  value={page[field] ?? ""}
                  control={{ kind: "long" }}
                  stacked
                  {...(edit
                    ? {
                        onSave: (text: string) =>
                          edit.save(field === "problem" ? "Problem" : "Outcome", { [field]: text }),
                      }
                    : {})}
                >
                  {page[field] ? <span className="whitespace-pre-line text-body">{page[field]}</span> : null}
                </EditableFact>
              ))}
            </dl>
          </Section>
          <LinkedModels org={org} page={page} />
          <RisksOn org={org} place={{ initiativeId: page.id }} />
          <Comments org={org} about={about} />
          <Activity org={org} page={page} edit={page.archivedAt ? null : edit} />
        </div>
        <div className="grid min-w-0 content-start gap-9">
          <Section id="people" name="Who answers for it">
            <People page={page} choices={choices} edit={edit} />
          </Section>
          <Section id="facts" name="Facts">
            <Facts org={org} page={page} choices={choices} edit={edit} />
          </Section>
          {page.fields.length > 0 ? (
            <Section id="fields" name="Your organisation’s fields">
              <CustomFacts page={page} edit={edit} />
            </Section>
          ) : null}
          <Documents org={org} about={about} />
          <Links org={org} about={about} />
        </div>
      </div>
      {open === "stage" && edit ? <StageDialog org={org} page={page} edit={edit} onClose={close} /> : null}
      {open === "archive" ? <ArchiveDialog org={org} page={page} edit={state} onClose={close} /> : null}
      {edit ? <EditConflict page={page} choices={choices} edit={edit} /> : null}
    </div>
  );
}
