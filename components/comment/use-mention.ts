"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "@/components/providers/trpc";
import { fitsMention, namesMember, typedMention } from "@/domain/comment/mention";
import type { SubjectRef } from "@/domain/subject/subject";

export type Candidate = { id: string; name: string; sees: boolean };

/** Completes the name being typed after an @: arrows move, Enter or Tab takes it, Escape leaves. */
export function useMention({
  org,
  about,
  area,
  text,
  setText,
}: {
  org: string;
  about: SubjectRef;
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (text: string) => void;
}) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<readonly Candidate[]>([]);
  const [typed, setTyped] = useState<{ at: number; query: string } | null>(null);
  const [active, setActive] = useState(0);
  const { data } = useQuery({
    ...trpc.comment.mentions.queryOptions({ org, about, q: typed?.query ?? "" }),
    enabled: typed !== null,
    placeholderData: keepPreviousData,
  });
  // The list of a letter ago may still stand: nobody who does not fit what is typed by now is offered.
  const offered: readonly Candidate[] = typed ? (data ?? []).filter(({ name }) => fitsMention(name, typed.query)) : [];
  const at = Math.min(active, Math.max(0, offered.length - 1));

  const look = (next: string, caret: number) => {
    setTyped(typedMention(next, caret));
    setActive(0);
  };
  const take = (candidate: Candidate) => {
    const field = area.current;
    if (!typed || !field) return;
    const written = `@${candidate.name} `;
    const caret = typed.at + written.length;
    // At once: what is typed right after must find the caret behind the name already.
    flushSync(() => {
      setText(text.slice(0, typed.at) + written + text.slice(field.selectionStart));
      setChosen((all) => [...all.filter(({ id }) => id !== candidate.id), candidate]);
      setTyped(null);
    });
    field.focus();
    field.setSelectionRange(caret, caret);
  };
  /** @returns whether the key was about the list */
  const onKey = (event: KeyboardEvent): boolean => {
    const current = offered[at];
    if (!current) return false;
    if (event.key === "ArrowDown") setActive((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setActive((at - 1 + offered.length) % offered.length);
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(current);
    else if (event.key === "Escape") setTyped(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const named = chosen.filter(({ name }) => namesMember(text, name));
  return {
    offered,
    active: at,
    look,
    take,
    onKey,
    close: () => setTyped(null),
    ids: named.map(({ id }) => id),
    blind: named.filter(({ sees }) => !sees).map(({ name }) => name),
  };
}
