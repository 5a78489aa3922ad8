"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { type ReactNode, useId, useRef, useState } from "react";

const loadPanel = () => import("@/components/ui/popover-panel");
const PopoverPanel = dynamic(() => loadPanel().then((loaded) => loaded.PopoverPanel), { ssr: false });

/** Fetches the panel's code when a pointer or the focus comes near, so that opening does not wait for it. */
function warm() {
  loadPanel().catch(() => undefined); // The click tries again, and says so when it fails.
}

/** A button that opens a panel at its side. The panel's code stays out of the first load. */
export function Popover({
  label,
  trigger,
  triggerClass,
  align = "start",
  side = "bottom",
  haspopup = "dialog",
  children,
}: {
  /** Names the panel; spoken after the button's own text when that is not a plain word. */
  label: string;
  trigger: ReactNode;
  triggerClass?: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  haspopup?: "dialog" | "menu";
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup={haspopup}
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        className={clsx("relative", triggerClass)}
        onPointerEnter={warm}
        onFocus={warm}
        onClick={() => setOpen((was) => !was)}
      >
        {trigger}
        {typeof trigger === "string" ? null : <span className="sr-only">, {label}</span>}
      </button>
      {open ? (
        <PopoverPanel
          id={panelId}
          label={label}
          anchor={button}
          align={align}
          side={side}
          role={haspopup}
          onClose={() => setOpen(false)}
        >
          {children(() => setOpen(false))}
        </PopoverPanel>
      ) : null}
    </>
  );
}
