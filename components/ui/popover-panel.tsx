"use client";

import { clsx } from "clsx";
import { Anchor, Content, Portal, Root } from "radix-ui/popover";
import type { ReactNode, RefObject } from "react";

/** The open half of a popover, placed in the page's main part so that it lies in a landmark; import it through popover.tsx, which loads it when needed. */
export function PopoverPanel({
  id,
  label,
  anchor,
  align,
  side,
  role,
  whole = false,
  onClose,
  children,
}: {
  id: string;
  label: string;
  anchor: RefObject<HTMLElement | null>;
  align: "start" | "center" | "end";
  side: "top" | "bottom" | "left" | "right";
  role: "dialog" | "menu";
  /** Shown on the side that has room for all of it, rather than cut to the side asked for. */
  whole?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Portal container={document.getElementById("content")}>
        <Content
          id={id}
          role={role}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          onInteractOutside={(event) => {
            // The button itself toggles; closing here as well would open it again.
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
          className={clsx(
            whole ? "max-h-[70vh]" : "max-h-[min(70vh,var(--radix-popover-content-available-height))]",
            "z-50 max-w-[min(420px,calc(100vw-24px))] overflow-y-auto rounded-control border border-ink bg-sheet text-ink text-table outline-none",
          )}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
