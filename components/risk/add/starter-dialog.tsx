"use client";

import { StarterLibrary, type StarterPlace } from "@/components/risk/add/starter-library";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** The starter library of a place: a risk is copied from it and is then one's own. */
export function StarterDialog({ org, on = {}, onClose }: { org: string; on?: StarterPlace; onClose: () => void }) {
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Starter library"
      description="Risks of AI in our own words, mapped to public taxonomies. A copy keeps its source and is yours to change."
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <StarterLibrary org={org} on={on} />
    </Dialog>
  );
}
