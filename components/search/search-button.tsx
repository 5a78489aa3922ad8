"use client";

import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import type { PaletteProps } from "@/components/search/palette";
import { refOf, remember } from "@/components/search/recent";
import { Kbd } from "@/components/ui/kbd";

const Palette = dynamic(() => import("@/components/search/palette").then((loaded) => loaded.Palette), { ssr: false });

/** Opens search and commands, by click or ⌘K from anywhere, and remembers the records that were opened. */
export function SearchButton(props: Omit<PaletteProps, "onClose">) {
  const { org, memberId } = props;
  const [open, setOpen] = useState(false);
  const pathname = usePathname();
  useEffect(() => {
    const ref = refOf(pathname);
    // In a task of its own: the browser holds the page up while it fetches what it stores.
    if (ref) setTimeout(() => remember(org, memberId, ref));
  }, [pathname, org, memberId]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => setOpen(true)}
        className="flex h-[36px] items-center justify-between gap-3 rounded-control border border-rule bg-sheet px-2.5 text-body text-ink-3 hover:border-line wide:h-[33px] wide:w-[200px] desk:w-[270px]"
      >
        <span className="sr-only wide:not-sr-only">Search or do</span>
        <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" className="text-ink-2 wide:hidden">
          <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.3" />
          <path d="M9.4 9.4L13 13" stroke="currentColor" strokeWidth="1.3" />
        </svg>
        <Kbd className="hidden wide:inline-flex">⌘K</Kbd>
      </button>
      {open ? <Palette {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
