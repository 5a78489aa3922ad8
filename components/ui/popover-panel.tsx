"use client";

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
  onClose,
  children,
}: {
  id: string;
  label: string;
  anchor: RefObject<HTMLButtonElement | null>;
  align: "start" | "center" | "end";
  side: "top" | "bottom" | "left" | "right";
  role: "dialog" | "menu";
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
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
          className="z-50 max-h-[min(70vh,var(--radix-popover-content-available-height))] max-w-[min(420px,calc(100vw-24px))] overflow-y-auto rounded-control border border-ink bg-sheet text-ink text-table outline-none"
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
