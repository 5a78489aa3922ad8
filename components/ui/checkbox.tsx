"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useEffect, useImperativeHandle, useRef } from "react";

type Props = Omit<ComponentProps<"input">, "type" | "children"> & {
  indeterminate?: boolean;
  /** Without it pass `aria-label`. */
  children?: ReactNode;
  "data-print"?: "blank";
};

/** A native checkbox drawn small inside a target of 24 px. */
export function Checkbox({ indeterminate = false, className, children, "data-print": print, ref, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // A form library reads the box through its own ref.
  useImperativeHandle(ref, () => input.current as HTMLInputElement, []);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <label data-print={print} className={clsx("inline-flex min-h-6 items-center gap-1 text-table", className)}>
      <span className={clsx("relative grid size-6 shrink-0 place-items-center", children ? "-ml-[5px]" : undefined)}>
        <input
          {...rest}
          ref={input}
          type="checkbox"
          className="peer absolute inset-0 size-6 cursor-[inherit] appearance-none rounded-small -outline-offset-2"
        />
        <span className="pointer-events-none size-[13px] rounded-[3px] border border-line bg-sheet peer-checked:border-ink peer-checked:bg-ink peer-indeterminate:border-ink peer-indeterminate:bg-ink peer-disabled:opacity-55" />
        {rest.checked === false && !indeterminate ? null : (
          <svg
            viewBox="0 0 13 13"
            width="13"
            height="13"
            aria-hidden="true"
            className="pointer-events-none absolute text-paper opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-100"
          >
            <path
              d={indeterminate ? "M3.2 6.5H9.8" : "M3 6.8 5.4 9.2 10 4"}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.7"
            />
          </svg>
        )}
      </span>
      {children}
    </label>
  );
}
