"use client";

import { clsx } from "clsx";
import { type ComponentProps, createContext, type ReactNode, use, useId } from "react";

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const FieldContext = createContext<Wiring | null>(null);

/** A label, its control, a hint and, when something is wrong, what to do about it. Wires the control inside by context. */
export function Field({
  label,
  hint,
  error,
  required = false,
  optional = false,
  children,
  className,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  optional?: boolean;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className={clsx("min-w-0", className)}>
        <label htmlFor={id} className="block font-medium text-table">
          {label}
          {optional ? <span className="font-normal text-ink-2"> (optional)</span> : null}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-ink-2 text-note">
            {hint}
          </p>
        ) : null}
        <div className="mt-1">{children}</div>
        {error ? (
          <p id={`${id}-error`} role="alert" className="mt-1 font-medium text-bad text-note">
            {error}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

function useWiring() {
  const field = use(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}

const CONTROL =
  "block w-full rounded-control border border-line bg-sheet px-2.5 text-body text-ink placeholder:text-ink-3 aria-invalid:border-bad disabled:opacity-55";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useWiring()} {...rest} className={clsx(CONTROL, "h-[44px] wide:h-[33px]", className)} />;
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...useWiring()} {...rest} rows={rows} className={clsx(CONTROL, "resize-y py-1.5", className)} />;
}

/** The native list: it works with every keyboard, reader and phone. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block">
      <select
        {...useWiring()}
        {...rest}
        className={clsx(CONTROL, "h-[44px] appearance-none truncate pr-8 wide:h-[33px]", className)}
      >
        {children}
      </select>
      <svg
        viewBox="0 0 8 5"
        width="8"
        height="5"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-2"
      >
        <path d="M0 0H8L4 5Z" fill="currentColor" />
      </svg>
    </span>
  );
}
