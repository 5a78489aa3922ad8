"use client";

import Form from "next/form";
import { useEffect, useRef } from "react";
import { AT_KEY } from "@/components/ui/at";
import { Kbd } from "@/components/ui/kbd";
import { useAt } from "@/components/ui/org-link";

/** Searches the register of initiatives; works before and without JavaScript. */
export function SearchField({ slug }: { slug: string }) {
  const input = useRef<HTMLInputElement>(null);
  const at = useAt();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Form action={`/${slug}/initiatives`} role="search" className="relative hidden w-[200px] wide:block desk:w-[270px]">
      <label htmlFor="search" className="sr-only">
        Search initiatives
      </label>
      <input
        ref={input}
        id="search"
        type="search"
        name="q"
        placeholder="Search initiatives"
        autoComplete="off"
        aria-keyshortcuts="Meta+K Control+K"
        className="h-[33px] w-full rounded-control border border-rule bg-sheet pr-11 pl-2.5 text-body placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden"
      />
      {at ? <input type="hidden" name={AT_KEY} value={at} /> : null}
      <Kbd className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2">⌘K</Kbd>
    </Form>
  );
}
