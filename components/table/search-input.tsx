"use client";

import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";

const TYPING_PAUSE_MS = 150;

/** Typing searches after a short pause; what stands in the address comes back when one goes back. */
export function SearchInput({
  q,
  onSearch,
  label,
  inputRef,
}: {
  q: string;
  onSearch: (q: string) => void;
  label: string;
  inputRef: Ref<HTMLInputElement>;
}) {
  const [text, setText] = useState(q);
  const committed = useRef(q);
  const own = useRef<HTMLInputElement>(null);
  useImperativeHandle(inputRef, () => own.current as HTMLInputElement);
  useEffect(() => {
    if (own.current?.value) setText(own.current.value); // typed before the page's script had come
  }, []);
  useEffect(() => {
    if (q === committed.current) return;
    committed.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    if (text.trim() === committed.current) return;
    const timer = setTimeout(() => {
      committed.current = text.trim();
      onSearch(text.trim());
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <input
      ref={own}
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
      className="h-[44px] w-full rounded-control border border-rule bg-sheet px-2.5 text-body placeholder:text-ink-3 wide:h-[33px] wide:w-[230px] wide:text-table"
    />
  );
}
