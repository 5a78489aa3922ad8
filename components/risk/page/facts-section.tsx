"use client";

import { useState } from "react";
import { EditableFact } from "@/components/initiative/page/editable-fact";
import type { FormChoices } from "@/components/initiative/shape";
import { PlaceDialog } from "@/components/risk/page/place-dialog";
import type { RiskEditState } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Section, TextLink } from "@/components/ui/section";
import { ROLE_LABELS } from "@/domain/access/permission";
import { PROXIMITY_LABELS, proximityOf, proximityText } from "@/domain/risk/proximity";
import { RISK_KIND_LABELS, RISK_KINDS, type RiskKind } from "@/domain/risk/response";

type Props = { org: string; page: RiskData; members: FormChoices["members"]; edit: RiskEditState | null };

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

function Place({ org, page }: Pick<Props, "org" | "page">) {
  const { countsOn, modelId, modelName, programName } = page;
  if (programName) return <>Program {programName}</>;
  if (!countsOn && !modelName) return <>The whole portfolio</>;
  return (
    <>
      {modelId && modelName ? <TextLink href={`/${org}/models/${modelId}`}>{modelName}</TextLink> : null}
      {modelName && countsOn ? <span className="text-ink-2"> of </span> : null}
      {countsOn ? (
        <TextLink href={`/${org}/initiatives/${countsOn.id}`}>
          {countsOn.code} {countsOn.title}
        </TextLink>
      ) : null}
    </>
  );
}

/** What is stated of a risk beside its words and figures. */
export function FactsSection({ org, page, members, edit }: Props) {
  const [moving, setMoving] = useState(false);
  const saver = (label: string, patch: (text: string) => Parameters<RiskEditState["save"]>[1]) =>
    edit ? { onSave: (text: string) => edit.save(label, patch(text)) } : {};
  const band = proximityOf(page.proximityOn, page.today);
  const people = members
    .filter(({ active, id }) => active || id === page.ownerId)
    .map(({ id, name, role }) => ({ value: id, label: `${name} (${ROLE_LABELS[role].toLowerCase()})` }));
  return (
    <Section id="facts" name="Facts">
      <dl>
        <EditableFact label="Stands on" value="" control={{ kind: "text" }}>
          <Place org={org} page={page} />
          {edit ? (
            <span className="mt-1 block">
              <Button size="small" onClick={() => setMoving(true)}>
                Change where it stands
              </Button>
            </span>
          ) : null}
        </EditableFact>
        <EditableFact
          label="Owner"
          value={page.ownerId ?? ""}
          control={{ kind: "choice", options: people, empty: "Nobody" }}
          hint="Answers for the risk and its response."
          {...saver("Owner", (text) => ({ ownerId: orNull(text) }))}
        >
          {page.ownerName ? (
            <span className="font-medium">{page.ownerName}</span>
          ) : (
            <span className="text-watch">nobody</span>
          )}
        </EditableFact>
        <EditableFact
          label="Kind"
          value={page.kind}
          control={{ kind: "choice", options: RISK_KINDS.map((value) => ({ value, label: RISK_KIND_LABELS[value] })) }}
          {...saver("Kind", (text) => ({ kind: text as RiskKind }))}
        >
          {RISK_KIND_LABELS[page.kind]}
        </EditableFact>
        <EditableFact
          label="Category"
          value={page.category ?? ""}
          control={{ kind: "choice", options: page.categories.map(({ key, name }) => ({ value: key, label: name })) }}
          hint="Its tolerance decides whether the residual is beyond appetite."
          {...saver("Category", (text) => ({ category: orNull(text) }))}
        >
          {page.categoryName ? (
            <>
              {page.categoryName}
              {page.tolerance ? (
                <span className="text-ink-2 text-note"> · tolerates up to {page.tolerance}</span>
              ) : null}
            </>
          ) : null}
        </EditableFact>
        <EditableFact
          label="May come true"
          value={page.proximityOn ?? ""}
          control={{ kind: "date" }}
          hint="The day from which it may come true."
          {...saver("Proximity", (text) => ({ proximityOn: orNull(text) }))}
        >
          {page.proximityOn ? (
            <>
              {formatDate(page.proximityOn)}
              <span className="text-ink-2 text-note">
                {" · "}
                {proximityText(page.proximityOn, page.today).toLowerCase()}
                {band ? ` · ${PROXIMITY_LABELS[band].toLowerCase()}` : ""}
              </span>
            </>
          ) : null}
        </EditableFact>
        <EditableFact
          label="Review"
          value={page.reviewOn ?? ""}
          control={{ kind: "date" }}
          {...saver("Review date", (text) => ({ reviewOn: orNull(text) }))}
        >
          {page.reviewOn ? (
            <span className={page.reviewOn < page.today ? "text-watch" : undefined}>
              {formatDate(page.reviewOn)}
              {page.reviewOn < page.today ? " · overdue" : ""}
            </span>
          ) : null}
        </EditableFact>
        <EditableFact
          label="Raised"
          value={page.raisedOn}
          control={{ kind: "date" }}
          {...saver("Raised", (text) => ({ raisedOn: text }))}
        >
          {formatDate(page.raisedOn)}
        </EditableFact>
        {page.starterRef ? (
          <EditableFact label="Copied from" value="" control={{ kind: "text" }}>
            Starter library, {page.starterRef}
          </EditableFact>
        ) : null}
        {page.issues.map(({ id, code, title }) => (
          <EditableFact key={id} label="Became" value="" control={{ kind: "text" }}>
            <TextLink href={`/${org}/risks/log?q=${encodeURIComponent(code)}`}>
              Issue {code} {title}
            </TextLink>
          </EditableFact>
        ))}
        {page.assumptions.map(({ id, code, statement }) => (
          <EditableFact key={id} label="If false" value="" control={{ kind: "text" }}>
            <TextLink href={`/${org}/risks/log?q=${encodeURIComponent(code)}`}>
              Assumption {code} {statement}
            </TextLink>
          </EditableFact>
        ))}
      </dl>
      {moving && edit ? <PlaceDialog org={org} page={page} edit={edit} onClose={() => setMoving(false)} /> : null}
    </Section>
  );
}
