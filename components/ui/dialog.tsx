"use client";

import dynamic from "next/dynamic";
import type { DialogProps } from "@/components/ui/dialog-panel";

const DialogPanel = dynamic(() => import("@/components/ui/dialog-panel").then((loaded) => loaded.DialogPanel), {
  ssr: false,
});

/** A modal dialog: focus stays inside, Escape leaves, focus returns. Its code loads when it first opens. */
export function Dialog(props: DialogProps) {
  return props.open ? <DialogPanel {...props} /> : null;
}
