"use client";

import { useSyncExternalStore } from "react";

type Host = React.ComponentType<Record<string, unknown>>;
type Notice = {
  message: string;
  detail?: string;
  tone?: "plain" | "bad";
  action?: { label: string; onSelect: () => void };
};

let host: Host | null = null;
const watchers = new Set<() => void>();

function watch(onChange: () => void) {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

/** Says something in passing, with an optional way back. The toast library loads with the first notice. */
export async function notify({ message, detail, tone, action }: Notice): Promise<void> {
  const { toast, Toaster } = await import("sonner");
  if (!host) {
    host = Toaster as Host;
    for (const onChange of watchers) onChange();
  }
  const show = tone === "bad" ? toast.error : toast;
  show(message, {
    description: detail,
    duration: tone === "bad" || action ? 10_000 : 5_000,
    action: action ? { label: action.label, onClick: action.onSelect } : undefined,
  });
}

const CLASSES = {
  toast:
    "!bg-ink !text-paper !border-0 !rounded-control !shadow-none !font-sans !text-table !px-4 !py-3 !gap-3 !items-start",
  title: "!font-medium",
  description: "!text-paper !opacity-90",
  actionButton: "!bg-transparent !text-paper !underline !underline-offset-2 !font-medium !px-1",
};

export function ToastHost() {
  const Toaster = useSyncExternalStore(
    watch,
    () => host,
    () => null,
  );
  if (!Toaster) return null;
  return (
    <Toaster
      position="top-right"
      offset={{ top: 60, right: 24 }}
      mobileOffset={{ top: 60 }}
      icons={{}}
      toastOptions={{ classNames: CLASSES }}
    />
  );
}
