import { identifierWarning } from "@/domain/shared/identifier";

/** Stands under a free text that looks as if it named a patient. Said as soon as it is typed, before anything is saved. */
export function IdentifierHint({ text, id }: { text: string; id?: string }) {
  const warning = identifierWarning(text);
  return (
    <p id={id} role="status" className="mt-1 text-note text-watch empty:hidden">
      {warning}
    </p>
  );
}
