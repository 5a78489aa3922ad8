"use client";

import { useEffect, useRef } from "react";
import { useMay } from "@/components/providers/use-shell";
import type { RegisterState } from "@/components/table/use-register";
import { type SavedView, useSavedViews } from "@/components/table/use-saved-views";
import { ViewDialog } from "@/components/table/view-dialog";
import { sentenceCase } from "@/domain/shared/sentence";

/** What was asked for beside the menu: a name for a new view or an old one, or to keep what has changed. */
export function ViewForm({
  register,
  what,
  saved,
  onClose,
}: {
  register: RegisterState;
  what: "save" | "rename" | "update";
  saved: SavedView | undefined;
  onClose: () => void;
}) {
  const may = useMay(register.org);
  const actions = useSavedViews(register, false);
  const { many } = register.declaration;
  const isDone = useRef(false);
  useEffect(() => {
    if (what !== "update" || isDone.current) return;
    isDone.current = true; // once for each press
    if (saved) actions.update(saved);
    onClose();
  });
  if (what === "update") return null;
  return (
    <ViewDialog
      title={what === "save" ? "Save this view" : `Rename “${saved?.name ?? ""}”`}
      description={
        what === "save" ? `${sentenceCase(many)} as they are shown now: filter, sort, columns and grouping.` : undefined
      }
      name={what === "rename" ? (saved?.name ?? "") : ""}
      mayShare={what === "save" && may("view:share")}
      onClose={onClose}
      onSave={(name, isShared) =>
        what === "save" ? actions.keep(name, isShared) : saved ? actions.rename(saved, name) : Promise.resolve()
      }
    />
  );
}
