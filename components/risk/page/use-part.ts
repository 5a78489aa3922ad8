"use client";

import { useState } from "react";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { type EditConflict, sameValue } from "@/domain/shared/edit";

type Part = { id: string; version: number };
export type Read<Fields> = { ok: true; fields: Fields } | { ok: false; fault: string };
type Edited<Patch extends object> = { outcome: "saved" } | ({ outcome: "conflict" } & EditConflict<Patch>);

/**
 * Adds a part of a risk, or edits one over the version that was seen when the editor opened, whatever a refresh brings
 * meanwhile. Only what was changed is sent; where somebody else changed the same, both values wait for a choice.
 */
export function usePart<Values extends object, Fields extends object, Patch extends object>({
  part,
  valuesOf,
  read,
  add,
  edit,
  onClose,
}: {
  /** Null for a new one. */
  part: (Part & Fields) | null;
  /** What the controls hold. */
  valuesOf: (part: (Part & Fields) | null) => Values;
  read: (values: Values) => Read<Fields>;
  add: (fields: Fields) => Promise<unknown>;
  edit: (given: Part & { patch: Patch }) => Promise<Edited<Patch>>;
  onClose: () => void;
}) {
  const refresh = useRefreshRisk();
  const [seen] = useState(part);
  const [values, setValues] = useState(() => valuesOf(part));
  const [fault, setFault] = useState<string | null>(null);
  const [conflict, setConflict] = useState<EditConflict<Patch> | null>(null);
  const [busy, setBusy] = useState(false);
  useLeaveWarning(!sameValue(values, valuesOf(seen)));
  const send = async (work: () => Promise<Edited<Patch> | null>) => {
    setFault(null);
    setBusy(true);
    try {
      const result = await work();
      if (result?.outcome === "conflict") return setConflict(result);
      await refresh();
      onClose();
    } catch (error) {
      setFault(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    const given = read(values);
    if (!given.ok) return setFault(given.fault);
    const { fields } = given;
    if (!seen)
      return void send(async () => {
        await add(fields);
        return null;
      });
    const changed = Object.entries(fields).filter(([key, value]) => !sameValue(value, seen[key as keyof Fields]));
    if (changed.length === 0) return onClose();
    void send(() => edit({ id: seen.id, version: seen.version, patch: Object.fromEntries(changed) as Patch }));
  };
  const resolve = (patch: Patch) => {
    if (!seen || !conflict) return;
    setConflict(null);
    void send(() => edit({ id: seen.id, version: conflict.version, patch }));
  };
  return {
    isNew: seen === null,
    values,
    set: (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch })),
    ...{ fault, busy, submit },
    conflict,
    resolve,
    back: () => setConflict(null),
  };
}
export type PartState<Patch extends object> = Pick<
  ReturnType<typeof usePart<object, object, Patch>>,
  "isNew" | "fault" | "busy" | "submit" | "conflict" | "resolve" | "back"
>;
