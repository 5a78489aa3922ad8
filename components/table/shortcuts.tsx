"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { Kbd } from "@/components/ui/kbd";

const STORE = "single-key-shortcuts";
const CHANGED = "portolan:shortcuts";

function watch(onChange: () => void) {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

/** Whether single keys act at all; a person may turn them off (WCAG 2.1.4), for speech input above all. */
export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    watch,
    () => localStorage.getItem(STORE) !== "off",
    () => true,
  );
  const set = (next: boolean) => {
    localStorage.setItem(STORE, next ? "on" : "off");
    window.dispatchEvent(new Event(CHANGED));
  };
  return [on, set];
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=dialog],[role=menu]")) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Runs `keys[key]` (named in lower case) when that key is pressed outside any field, without a modifier. */
export function useShortcuts(keys: Record<string, () => void>) {
  const [on] = useShortcutsOn();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (!on && event.key !== "Escape") return;
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}

export type ShortcutHelp = { keys: string[]; meaning: string };

/** The few keys a register names in its head, shown where there is room. */
export function KeyHints({ hints, onHelp }: { hints: ShortcutHelp[]; onHelp: () => void }) {
  const [on] = useShortcutsOn();
  const [touch, setTouch] = useState(false);
  useEffect(() => setTouch(window.matchMedia("(hover: none)").matches), []);
  if (!on || touch) return null;
  return (
    <span className="hidden items-center gap-3.5 text-ink-2 text-note desk:flex" data-print="hide">
      {hints.map((hint) => (
        <span key={hint.meaning} className="flex items-center gap-1">
          {hint.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}{" "}
          {hint.meaning}
        </span>
      ))}
      <button type="button" onClick={onHelp} className="flex min-h-6 items-center gap-1 hover:text-ink">
        <Kbd>?</Kbd> all keys
      </button>
    </span>
  );
}
