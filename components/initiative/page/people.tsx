"use client";

import { useState } from "react";
import { EditableFact } from "@/components/initiative/page/editable-fact";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { FormChoices, InitiativeData } from "@/components/initiative/shape";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ROLE_LABELS } from "@/domain/access/permission";

type Props = { page: InitiativeData; choices: FormChoices | undefined; edit: InitiativeEditState | null };

const PEOPLE = [
  { key: "sponsor", label: "Sponsor", hint: "Answers for the outcome." },
  { key: "owner", label: "Owner", hint: "Runs it from day to day." },
  { key: "lead", label: "Lead", hint: "Leads the technical work." },
] as const;

/** Who answers for it and, when it is restricted, who else sees it. */
export function People({ page, choices, edit }: Props) {
  const [naming, setNaming] = useState(false);
  return (
    <>
      <dl>
        {PEOPLE.map(({ key, label, hint }) => {
          const id = page[`${key}Id`];
          const name = page[`${key}Name`];
          const options = (choices?.members ?? [])
            .filter((member) => member.active || member.id === id)
            .map((member) => ({
              value: member.id,
              label: `${member.name} (${ROLE_LABELS[member.role].toLowerCase()})`,
            }));
          return (
            <EditableFact
              key={key}
              label={label}
              hint={hint}
              value={id ?? ""}
              control={{ kind: "choice", options, empty: "Nobody" }}
              {...(edit ? { onSave: (text: string) => edit.save(label, { [`${key}Id`]: text || null }) } : {})}
            >
              {name ? (
                <>
                  <span className="font-medium">{name}</span>
                  {id ? null : <span className="text-ink-2 text-note"> · as imported, no member</span>}
                </>
              ) : (
                <span className={key === "owner" ? "text-watch" : "text-ink-3"}>nobody</span>
              )}
            </EditableFact>
          );
        })}
        <EditableFact label="Seen by" value="" control={{ kind: "text" }}>
          {page.restricted ? (
            <>
              <span className="font-medium">Restricted</span>
              <span className="block text-ink-2 text-note">
                Administrators, auditors, the people above
                {page.people.length > 0 ? ` and ${page.people.map(({ name }) => name).join(", ")}` : ""}
              </span>
            </>
          ) : (
            "Every member"
          )}
          {edit ? (
            <span className="mt-1.5 block">
              <Button size="small" onClick={() => setNaming(true)}>
                {page.restricted ? "Change who sees it" : "Restrict"}
              </Button>
            </span>
          ) : null}
        </EditableFact>
      </dl>
      {edit && naming ? (
        <RestrictDialog page={page} choices={choices} edit={edit} onClose={() => setNaming(false)} />
      ) : null}
    </>
  );
}

function RestrictDialog({ page, choices, edit, onClose }: Props & { edit: InitiativeEditState; onClose: () => void }) {
  const [seen] = useState(page.people.map(({ id }) => id));
  const [restricted, setRestricted] = useState(page.restricted || page.people.length === 0);
  const [people, setPeople] = useState<string[]>(seen);
  const [fault, setFault] = useState<string | null>(null);
  const toggle = (id: string) =>
    setPeople((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id]));
  const save = async () => {
    const patch = restricted === page.restricted ? {} : { restricted };
    const wrong = await edit.save("Who sees it", patch, { people, peopleSeen: seen });
    if (wrong) setFault(wrong);
    else onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Who sees this initiative"
      description="A restricted initiative disappears for everybody else: from lists, counts, search, exports and its own page, also as of past dates."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={edit.busy ? "Saving" : false} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <Checkbox checked={restricted} onChange={(event) => setRestricted(event.target.checked)}>
        Restricted
      </Checkbox>
      <fieldset className="mt-3" disabled={!restricted}>
        <legend className="text-ink-2 text-note">
          Named on it beside its sponsor, owner, lead, administrators and auditors
        </legend>
        <div className="mt-1 max-h-[260px] overflow-y-auto">
          {(choices?.members ?? [])
            .filter(({ id, active }) => active || people.includes(id))
            .map((member) => (
              <Checkbox
                key={member.id}
                className="w-full min-h-[30px]"
                checked={people.includes(member.id)}
                onChange={() => toggle(member.id)}
              >
                {member.name} <span className="text-ink-2 text-note">{ROLE_LABELS[member.role].toLowerCase()}</span>
              </Checkbox>
            ))}
        </div>
      </fieldset>
      {fault ? (
        <p role="alert" className="mt-3 font-medium text-bad text-note">
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}
