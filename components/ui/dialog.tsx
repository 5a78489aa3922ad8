"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";

const DialogPanel = dynamic(() => import("@/components/ui/dialog-panel").then((loaded) => loaded.DialogPanel), {
  ssr: false,
});

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

/** A modal dialog: focus stays inside, Escape leaves, focus returns. Its code loads when it first opens. */
export function Dialog(props: DialogProps) {
  return props.open ? <DialogPanel {...props} /> : null;
}
