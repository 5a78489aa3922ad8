import type { RegisterColumn } from "@/domain/table/column";

const PLAIN = ["number", "date", "instant"];

/** Columns whose values are few or named enough to be ticked in a list. */
export const isFaceted = ({ kind, sortable = true }: RegisterColumn): boolean =>
  !PLAIN.includes(kind) && (kind !== "text" || sortable);
