"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { viewText } from "@/components/table/asked";
import type { RegisterState } from "@/components/table/use-register";
import { useSavedViews } from "@/components/table/use-saved-views";
import { ViewDialog } from "@/components/table/view-dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { sentenceCase } from "@/domain/shared/sentence";
import { USUAL_VIEW } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";

/** The name of the view, the others to choose from, and what may be done with it. */
export function ViewMenu({ register }: { register: RegisterState }) {
  const { org, at, declaration, address } = register;
  const trpc = useTRPC();
  const may = useMay(org);
  const { data } = useQuery(trpc.view.list.queryOptions({ org, noun: declaration.noun }));
  const [asked, setAsked] = useState<"save" | "rename" | null>(null);
  const views = data?.views ?? [];
  const saved = views.find(({ id }) => id === address.savedId);
  const actions = useSavedViews(register, data?.opens != null);
  const base = saved ? viewFromParams(readerOf(new URLSearchParams(saved.params)), declaration) : USUAL_VIEW;
  const isChanged = viewText(address.view, declaration) !== viewText(base, declaration);
  const choice = (view: (typeof views)[number]): MenuItem => ({
    kind: "choice",
    label: `${view.name}${view.id === data?.opens ? " · opens by itself" : ""}`,
    checked: view.id === saved?.id,
    onSelect: () => address.open(view, false),
  });
  const mine = views.filter((view) => view.mine && !view.shared);
  const shared = views.filter((view) => view.shared);
  const mayShare = may("view:share");
  const usual = `All ${declaration.many}`;
  const items: MenuItem[] = [
    { kind: "choice", label: usual, checked: !saved, onSelect: () => address.open(null, data?.opens != null) },
    ...(mine.length > 0 ? [{ kind: "heading" as const, label: "Yours" }, ...mine.map(choice)] : []),
    ...(shared.length > 0 ? [{ kind: "heading" as const, label: "Shared" }, ...shared.map(choice)] : []),
  ];
  if (!at) {
    items.push({ kind: "rule" });
    if (saved?.mayEdit && isChanged)
      items.push({ kind: "action", label: "Save the changes", onSelect: () => actions.update(saved) });
    items.push({ kind: "action", label: "Save as a new view…", onSelect: () => setAsked("save") });
    if (saved) {
      items.push({
        kind: "action",
        label: data?.chosen === saved.id ? "No longer open this for me" : "Open this by itself, for me",
        onSelect: () => actions.choose(data?.chosen === saved.id ? null : saved),
      });
      if (mayShare && saved.shared)
        items.push({
          kind: "action",
          label: data?.usual === saved.id ? "No longer open this for everybody" : "Open this by itself, for everybody",
          onSelect: () => actions.chooseForAll(data?.usual === saved.id ? null : saved),
        });
      if (saved.mayEdit) {
        items.push({ kind: "action", label: "Rename…", onSelect: () => setAsked("rename") });
        if (mayShare && (saved.mine || !saved.shared))
          items.push({
            kind: "action",
            label: saved.shared ? "Stop sharing" : "Share with everybody",
            onSelect: () => actions.share(saved, !saved.shared),
          });
        items.push({ kind: "action", label: "Delete", danger: true, onSelect: () => actions.remove(saved) });
      }
    }
  }
  const link = "min-h-[36px] text-accent text-note hover:underline wide:min-h-[27px]";
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Menu
        label="choose a view"
        align="start"
        triggerClass="min-h-[36px] text-table hover:underline wide:min-h-[27px]"
        trigger={
          <span>
            <span className="font-semibold">{saved?.name ?? usual}</span>
            {saved && !saved.mine ? <span className="text-ink-2 text-note"> by {saved.ownerName}</span> : null}
            {isChanged && saved ? <span className="text-note text-watch"> · changed</span> : null}{" "}
            <span aria-hidden="true" className="text-ink-2">
              ▾
            </span>
          </span>
        }
        items={items}
      />
      {isChanged && !at ? (
        <>
          {saved?.mayEdit ? (
            <button type="button" className={link} onClick={() => actions.update(saved)}>
              Save
            </button>
          ) : null}
          <button type="button" className={link} onClick={() => setAsked("save")}>
            {saved ? "Save as…" : "Save view…"}
          </button>
          {saved ? (
            <button type="button" className={link} onClick={() => address.open(saved, false)}>
              Reset
            </button>
          ) : null}
        </>
      ) : null}
      {asked ? (
        <ViewDialog
          title={asked === "save" ? "Save this view" : `Rename “${saved?.name ?? ""}”`}
          description={
            asked === "save"
              ? `${sentenceCase(declaration.many)} as they are shown now: filter, sort, columns and grouping.`
              : undefined
          }
          name={asked === "rename" ? (saved?.name ?? "") : ""}
          mayShare={asked === "save" && mayShare}
          onClose={() => setAsked(null)}
          onSave={(name, isShared) =>
            asked === "save" ? actions.keep(name, isShared) : saved ? actions.rename(saved, name) : Promise.resolve()
          }
        />
      ) : null}
    </div>
  );
}
