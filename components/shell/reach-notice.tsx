"use client";

import { useReach } from "@/components/providers/reach";

const WORDS = {
  "no server": "The server does not answer.",
  "no database": "The database cannot be reached.",
} as const;

/** Stands above every page while the server or its database is away; what was read before stays on the page. */
export function ReachNotice() {
  const reach = useReach();
  if (reach === "all") return null;
  return (
    <p role="alert" data-print="hide" className="border-rule border-b bg-bad-wash px-[18px] py-2 text-table wide:px-9">
      <span className="font-semibold">{WORDS[reach]}</span> What stands here was read before; nothing can be saved until
      it is back. What you typed stays, and the page goes on by itself.
    </p>
  );
}
