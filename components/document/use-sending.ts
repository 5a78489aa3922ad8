"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sendFile } from "@/components/document/send-file";
import { useTRPC } from "@/components/providers/trpc";
import { notify } from "@/components/ui/toast";
import { sizeText } from "@/domain/document/sentence";
import type { SubjectRef } from "@/domain/subject/subject";

export type Sending = { id: number; name: string; share: number; fault: string | null; cancel: () => void };

let last = 0;

/** Files on their way to a record. What failed stays in sight until it is put away. */
export function useSending(org: string, about: SubjectRef, most: number) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const set = (id: number, next: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.id === id ? { ...each, ...next } : each)));
  const drop = (id: number) => setSending((all) => all.filter((each) => each.id !== id));

  const send = async (file: File, documentId?: string) => {
    last += 1;
    const id = last;
    const entry = { id, name: file.name, share: 0, fault: null, cancel: () => drop(id) };
    if (file.size > most) {
      const fault = `${sizeText(file.size)}; ${sizeText(most)} is the most that is taken.`;
      setSending((all) => [...all, { ...entry, fault }]);
      return;
    }
    const { done, cancel } = sendFile({ org, about, documentId, file }, (share) => set(id, { share }));
    setSending((all) => [...all, { ...entry, cancel }]);
    const { fault, cancelled } = await done;
    if (fault) return set(id, { fault, cancel: () => drop(id) });
    drop(id);
    if (cancelled) return notify({ message: `${file.name} was not sent. Nothing was kept.` });
    await queries.invalidateQueries({ queryKey: trpc.document.pathKey() });
  };
  return {
    sending,
    send: (files: Iterable<File>, documentId?: string) =>
      void Promise.all([...files].map((file) => send(file, documentId))),
  };
}
