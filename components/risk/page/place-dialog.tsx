"use client";

import { useState } from "react";
import type { RiskEditState } from "@/components/risk/page/use-edit";
import { PlaceFields } from "@/components/risk/place-fields";
import { type PlaceValue, PORTFOLIO, placeIds } from "@/components/risk/place-value";
import type { RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

function placeOf({ programId, programName, initiativeId, countsOn, modelId, modelName }: RiskData): PlaceValue {
  if (programId) return { noun: "program", id: programId, name: programName ?? "" };
  if (modelId) return { noun: "model", id: modelId, name: modelName ?? "" };
  if (initiativeId)
    return { noun: "initiative", id: initiativeId, name: countsOn ? `${countsOn.code} ${countsOn.title}` : "" };
  return PORTFOLIO;
}

/** Moves a risk to another program, initiative or model, or to the portfolio. */
export function PlaceDialog({
  org,
  page,
  edit,
  onClose,
}: {
  org: string;
  page: RiskData;
  edit: RiskEditState;
  onClose: () => void;
}) {
  const [save] = useState(() => edit.save);
  const [place, setPlace] = useState(() => placeOf(page));
  const [fault, setFault] = useState<string | null>(null);
  const submit = async () => {
    if (place.noun !== "portfolio" && place.id === "") return setFault("Choose one, or the whole portfolio.");
    const wrong = await save("Where it stands", placeIds(place));
    if (wrong) setFault(wrong);
    else onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Where this risk stands"
      description="A risk of a model counts on the model’s initiative too. On a restricted initiative it is seen only by those who see that."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={edit.busy ? "Saving" : false} onClick={() => void submit()}>
            Save
          </Button>
        </>
      }
    >
      <PlaceFields org={org} value={place} onChange={setPlace} error={fault ?? undefined} />
    </Dialog>
  );
}
