"use client";

import { useMay } from "@/components/providers/use-shell";
import type { RegisterState } from "@/components/table/use-register";
import { type SavedView, useSavedViews } from "@/components/table/use-saved-views";
import { type MenuItem, MenuList } from "@/components/ui/menu";

type Views = { views: SavedView[]; chosen: string | null; usual: string | null; opens: string | null };

/** The views to choose from, and what may be done with the one that is open. */
export function ViewList({
  register,
  data,
  saved,
  isChanged,
  onAsk,
  close,
}: {
  register: RegisterState;
  data: Views | undefined;
  saved: SavedView | undefined;
  isChanged: boolean;
  /** Opens the form for a name. */
  onAsk: (what: "save" | "rename") => void;
  close: () => void;
}) {
  const { org, at, declaration, address } = register;
  const may = useMay(org);
  const views = data?.views ?? [];
  const actions = useSavedViews(register, data?.opens != null);
  const choice = (view: SavedView): MenuItem => ({
    kind: "choice",
    label: `${view.name}${view.id === data?.opens ? " · opens by itself" : ""}`,
    checked: view.id === saved?.id,
    onSelect: () => address.open(view, false),
  });
  const mine = views.filter((view) => view.mine && !view.shared);
  const shared = views.filter((view) => view.shared);
  const mayShare = may("view:share");
  const items: MenuItem[] = [
    {
      kind: "choice",
      label: `All ${declaration.many}`,
      checked: !saved,
      onSelect: () => address.open(null, data?.opens != null),
    },
    ...(mine.length > 0 ? [{ kind: "heading" as const, label: "Yours" }, ...mine.map(choice)] : []),
    ...(shared.length > 0 ? [{ kind: "heading" as const, label: "Shared" }, ...shared.map(choice)] : []),
  ];
  if (!at) {
    items.push({ kind: "rule" });
    if (saved?.mayEdit && isChanged)
      items.push({ kind: "action", label: "Save the changes", onSelect: () => actions.update(saved) });
    items.push({ kind: "action", label: "Save as a new view…", onSelect: () => onAsk("save") });
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
        items.push({ kind: "action", label: "Rename…", onSelect: () => onAsk("rename") });
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
  return <MenuList items={items} close={close} />;
}
