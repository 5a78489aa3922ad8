"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { OrgLink } from "@/components/ui/org-link";
import { Popover } from "@/components/ui/popover";

export type MenuItem =
  | { kind?: "link"; label: string; href: string; note?: string; download?: boolean }
  | { kind: "action"; label: string; onSelect: () => void; note?: string; danger?: boolean; disabled?: boolean }
  | { kind: "choice"; label: string; checked: boolean; onSelect: () => void }
  | { kind: "rule" }
  | { kind: "heading"; label: string };

const ITEM =
  "flex min-h-[36px] w-full items-center justify-between gap-6 rounded-small px-2.5 py-1 text-left text-table wide:min-h-[30px] hover:bg-wash focus:bg-wash focus:outline-none disabled:opacity-55";

/** A button that opens a list of links, actions and choices; arrows move, a letter jumps, Escape leaves. */
export function Menu({
  label,
  trigger,
  triggerClass,
  align = "end",
  side,
  items,
}: {
  label: string;
  trigger: ReactNode;
  triggerClass?: string;
  align?: "start" | "end";
  side?: "top" | "bottom";
  items: MenuItem[];
}) {
  return (
    <Popover label={label} trigger={trigger} triggerClass={triggerClass} align={align} side={side} haspopup="menu">
      {(close) => <MenuList items={items} close={close} />}
    </Popover>
  );
}

/** The entries alone, for a menu whose entries are made when it opens. */
export function MenuList({ items, close }: { items: MenuItem[]; close: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    entries(list.current)[0]?.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the panel around it is the menu; this only moves the focus inside
    <div ref={list} className="min-w-[200px] p-1" onKeyDown={(event) => moveFocus(event, list.current)}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a menu's entries have no identity and do not move while it is open
        <Entry key={index} item={item} close={close} />
      ))}
    </div>
  );
}

function Entry({ item, close }: { item: MenuItem; close: () => void }) {
  switch (item.kind) {
    case "rule":
      return <hr className="my-1 border-rule" />;
    case "heading":
      return <p className="px-2.5 pt-1.5 pb-0.5 text-ink-2 text-label">{item.label}</p>;
    case "choice":
      return (
        <button
          type="button"
          role="menuitemradio"
          aria-checked={item.checked}
          className={ITEM}
          onClick={() => choose(item.onSelect, close)}
        >
          {item.label}
          <span aria-hidden="true">{item.checked ? "✓" : ""}</span>
        </button>
      );
    case "action":
      return (
        <button
          type="button"
          role="menuitem"
          disabled={item.disabled}
          className={item.danger ? `${ITEM} text-bad` : ITEM}
          onClick={() => choose(item.onSelect, close)}
        >
          {item.label}
          <Note text={item.note} />
        </button>
      );
    default:
      return item.download ? (
        <a role="menuitem" className={ITEM} href={item.href} download onClick={close}>
          {item.label}
          <Note text={item.note} />
        </a>
      ) : (
        <OrgLink role="menuitem" className={ITEM} href={item.href} onClick={close}>
          {item.label}
          <Note text={item.note} />
        </OrgLink>
      );
  }
}

function Note({ text }: { text: string | undefined }) {
  return text ? <span className="text-ink-2 text-note">{text}</span> : null;
}

function choose(onSelect: () => void, close: () => void) {
  close();
  onSelect();
}

function entries(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null) {
  const all = entries(list);
  const here = all.findIndex((entry) => entry.contains(document.activeElement));
  const target = nextEntry(event.key, all, here);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function nextEntry(key: string, all: HTMLElement[], here: number): HTMLElement | undefined {
  if (key === "ArrowDown") return all[(here + 1) % all.length];
  if (key === "ArrowUp") return all[(here - 1 + all.length) % all.length];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const after = [...all.slice(here + 1), ...all.slice(0, here + 1)];
  return after.find((entry) => entry.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
