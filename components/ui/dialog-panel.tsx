"use client";

import { clsx } from "clsx";
import { Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Says what will happen, before the person decides. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that goes on last. */
  actions?: ReactNode;
  wide?: boolean;
};

/** The open half of a dialog; import it through dialog.tsx, which loads it when needed. */
export function DialogPanel({ onClose, title, description, children, actions, wide }: DialogProps) {
  return (
    <Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-paper opacity-80" />
        <Content
          aria-describedby={description ? undefined : ""}
          className={clsx(
            "fixed inset-x-3 bottom-3 z-50 max-h-[88dvh] overflow-y-auto rounded-control border border-ink bg-sheet p-[18px] outline-none",
            "wide:inset-x-auto wide:top-[12vh] wide:bottom-auto wide:left-1/2 wide:max-h-[76vh] wide:-translate-x-1/2 wide:p-6",
            wide ? "wide:w-[760px]" : "wide:w-[480px]",
            "wide:max-w-[calc(100vw-48px)]",
          )}
        >
          <Title className="font-medium font-serif text-figure">{title}</Title>
          {description ? (
            <Description asChild>
              <div className="mt-1.5 text-ink-2 text-table">{description}</div>
            </Description>
          ) : null}
          {children ? <div className="mt-4">{children}</div> : null}
          {actions ? <div className="mt-6 flex flex-wrap justify-end gap-2">{actions}</div> : null}
        </Content>
      </Portal>
    </Root>
  );
}
