import type { FieldValues, Path, UseFormSetError } from "react-hook-form";

type Refusal = { message: string; data?: { fields?: Record<string, string> | null } | null };

/** Puts what the server refused beside its fields; what belongs to no field of the form stands above its button. */
export function showServerErrors<T extends FieldValues>(
  error: Refusal,
  fields: readonly Path<T>[],
  setError: UseFormSetError<T>,
): void {
  const named = Object.entries(error.data?.fields ?? {});
  let placed = 0;
  for (const field of fields) {
    const message = named.find(([name]) => name === field)?.[1];
    if (!message) continue;
    setError(field, { message });
    placed++;
  }
  if (placed === 0) setError("root", { message: error.message });
}
