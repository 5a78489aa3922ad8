"use client";

import { useId } from "react";

/** Ties controls of one row to what is wrong with it. */
export function useFault(fault: string | undefined) {
  const id = useId();
  return { id, control: fault ? { "aria-invalid": true, "aria-describedby": id } : {} };
}

export function FaultLine({ id, fault }: { id: string; fault: string | undefined }) {
  if (!fault) return null;
  return (
    <p id={id} className="mt-1 font-medium text-bad text-note">
      {fault}
    </p>
  );
}
