"use client";

import { EditableFact, type Option } from "@/components/initiative/page/editable-fact";
import type { InitiativeEditState, Patch } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { formatDate } from "@/components/ui/format";
import { OrgLink } from "@/components/ui/org-link";
import {
  DELIVERY_METHODS,
  INITIATIVE_TIERS,
  INITIATIVE_TYPE_LABELS,
  INITIATIVE_TYPES,
} from "@/domain/initiative/choice";
import { placePrograms } from "@/domain/program/tree";

type Props = { org: string; page: InitiativeData; choices: FormChoices | undefined; edit: InitiativeEditState | null };

const typeOptions: Option[] = INITIATIVE_TYPES.map((value) => ({ value, label: INITIATIVE_TYPE_LABELS[value] }));
const tierOptions: Option[] = INITIATIVE_TIERS.map((tier) => ({ value: `${tier}`, label: `Tier ${tier}` }));

export const programOptions = (choices: FormChoices | undefined): Option[] =>
  placePrograms(choices?.programs ?? []).map(({ id, name, depth }) => ({
    value: id,
    label: `${"\u2003".repeat(depth)}${name}`,
  }));

/** What is stated of an initiative; each fact is edited where it stands. */
export function Facts({ org, page, choices, edit }: Props) {
  const saver = (label: string, patch: (text: string) => Patch, lists?: { tagsSeen: string[] }) =>
    edit ? { onSave: (text: string) => edit.save(label, patch(text), lists) } : {};
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  const tags = page.tags.join(", ");
  const path = page.programPath;
  return (
    <dl>
      <EditableFact label="Code" value={page.code} control={{ kind: "text" }} {...saver("Code", (code) => ({ code }))}>
        {page.code}
      </EditableFact>
      <EditableFact
        label="Type"
        value={page.type ?? ""}
        control={{ kind: "choice", options: typeOptions }}
        {...saver("Type", (text) => ({ type: (orNull(text) as InitiativeData["type"]) ?? null }))}
      >
        {page.type && INITIATIVE_TYPE_LABELS[page.type]}
      </EditableFact>
      <EditableFact
        label="Tier"
        value={page.tier === null ? "" : `${page.tier}`}
        control={{ kind: "choice", options: tierOptions, empty: "Unrated" }}
        hint="Tier 1 carries the most consequence."
        {...saver("Tier", (text) => ({ tier: text === "" ? null : (Number(text) as 1 | 2 | 3) }))}
      >
        {page.tier === null ? "Unrated" : `Tier ${page.tier}`}
      </EditableFact>
      <EditableFact
        label="Business unit"
        value={page.businessUnit ?? ""}
        control={{ kind: "text", suggestions: choices?.units ?? [] }}
        {...saver("Business unit", (text) => ({ businessUnit: orNull(text) }))}
      >
        {page.businessUnit}
      </EditableFact>
      <EditableFact
        label="Domain"
        value={page.domain ?? ""}
        control={{ kind: "text", suggestions: choices?.domains ?? [] }}
        {...saver("Domain", (text) => ({ domain: orNull(text) }))}
      >
        {page.domain}
      </EditableFact>
      <EditableFact
        label="Program"
        value={page.programId ?? ""}
        control={{ kind: "choice", options: programOptions(choices), empty: "None" }}
        {...saver("Program", (text) => ({ programId: orNull(text) }))}
      >
        {path.length > 0 ? path.map(({ name }) => name).join(" › ") : null}
      </EditableFact>
      <EditableFact
        label="Delivery method"
        value={page.deliveryMethod ?? ""}
        control={{ kind: "text", suggestions: [...new Set([...DELIVERY_METHODS, ...(choices?.methods ?? [])])] }}
        {...saver("Delivery method", (text) => ({ deliveryMethod: orNull(text) }))}
      >
        {page.deliveryMethod}
      </EditableFact>
      <EditableFact
        label="Start"
        value={page.startOn ?? ""}
        control={{ kind: "date" }}
        {...saver("Start date", (text) => ({ startOn: orNull(text) }))}
      >
        {page.startOn && formatDate(page.startOn)}
      </EditableFact>
      <EditableFact
        label="Target"
        value={page.targetOn ?? ""}
        control={{ kind: "date" }}
        {...saver("Target date", (text) => ({ targetOn: orNull(text) }))}
      >
        {page.targetOn && formatDate(page.targetOn)}
      </EditableFact>
      <EditableFact
        label="Tags"
        value={tags}
        control={{ kind: "text", suggestions: choices?.tags ?? [] }}
        hint="Separate tags by commas."
        {...saver("Tags", (text) => ({ tags: tagsIn(text) }), { tagsSeen: page.tags })}
      >
        {page.tags.length === 0
          ? null
          : edit
            ? tags
            : page.tags.map((name, index) => (
                <span key={name}>
                  {index > 0 ? ", " : ""}
                  <OrgLink href={`/${org}/initiatives?tag=${encodeURIComponent(name)}`} className="hover:underline">
                    {name}
                  </OrgLink>
                </span>
              ))}
      </EditableFact>
    </dl>
  );
}

export const tagsIn = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

/** The organisation's own fields. */
export function CustomFacts({ page, edit }: Pick<Props, "page" | "edit">) {
  return (
    <dl>
      {page.fields.map(({ id, label, kind, choices, archived }) => {
        const value = page.custom[id] ?? "";
        const options = [...new Set([...choices, ...(value ? [value] : [])])].map((text) => ({
          value: text,
          label: text,
        }));
        return (
          <EditableFact
            key={id}
            label={label}
            value={value}
            control={
              kind === "choice" ? { kind, options } : { kind: kind === "text" && value.length > 80 ? "long" : kind }
            }
            stacked={value.length > 80}
            {...(edit && !archived ? { onSave: (text: string) => edit.save(label, { custom: { [id]: text } }) } : {})}
          >
            {value ? <span className="whitespace-pre-line">{kind === "date" ? formatDate(value) : value}</span> : null}
          </EditableFact>
        );
      })}
    </dl>
  );
}
