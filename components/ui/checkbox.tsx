"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";

type Props = Omit<ComponentProps<"input">, "type" | "children"> & {
  indeterminate?: boolean;
  /** Without it pass `aria-label`. */
  children?: ReactNode;
};

/** A native checkbox drawn as in the tables; its label widens the target to 24 px and more. */
export function Checkbox({ indeterminate = false, className, children, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <label
      className={clsx(
        "group/check relative inline-flex min-h-6 min-w-6 items-center gap-2 text-table",
        children ? undefined : "justify-center",
        className,
      )}
    >
      <input
        {...rest}
        ref={input}
        type="checkbox"
        className="peer size-[13px] shrink-0 appearance-none rounded-[3px] border border-line bg-sheet checked:border-ink checked:bg-ink indeterminate:border-ink indeterminate:bg-ink disabled:opacity-55"
      />
      <svg
        viewBox="0 0 13 13"
        width="13"
        height="13"
        aria-hidden="true"
        className={clsx(
          "pointer-events-none absolute text-paper opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-100",
          children ? "left-0" : undefined,
        )}
      >
        <path
          d={indeterminate ? "M3.2 6.5H9.8" : "M3 6.8 5.4 9.2 10 4"}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
        />
      </svg>
      {children}
    </label>
  );
}
