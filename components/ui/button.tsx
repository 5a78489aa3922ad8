import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { OrgLink } from "@/components/ui/org-link";

export type ButtonTone = "plain" | "primary" | "quiet" | "danger";
type Size = "normal" | "small";

const TONES: Record<ButtonTone, string> = {
  plain: "border border-rule bg-sheet text-ink hover:border-line",
  primary: "border border-ink bg-ink text-paper hover:opacity-90",
  quiet: "border border-transparent text-ink-2 hover:bg-wash hover:text-ink",
  danger: "border border-rule bg-sheet text-bad hover:border-bad",
};

const SIZES: Record<Size, string> = {
  normal: "min-h-[44px] px-3 wide:min-h-[33px]",
  small: "min-h-[36px] px-2.5 wide:min-h-[27px]",
};

export function buttonClass(tone: ButtonTone = "plain", size: Size = "normal", className?: string): string {
  return clsx(
    "inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-control text-table font-semibold print:hidden",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    TONES[tone],
    SIZES[size],
    className,
  );
}

type Common = { tone?: ButtonTone; size?: Size; children: ReactNode };

/** `busy` keeps the button in place, names what is going on and takes no second press. */
export function Button({
  tone,
  size,
  busy,
  className,
  children,
  type = "button",
  disabled,
  ...rest
}: Common & { busy?: boolean | string } & ComponentProps<"button">) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || Boolean(busy)}
      aria-busy={Boolean(busy) || undefined}
      className={buttonClass(tone, size, className)}
    >
      {typeof busy === "string" ? busy : children}
    </button>
  );
}

/** A link that looks like a button. `download` makes it a plain link, which the router leaves alone. */
export function LinkButton({
  tone,
  size,
  className,
  children,
  href,
  download,
  ...rest
}: Common & { href: string; download?: boolean | string } & Omit<ComponentProps<"a">, "href" | "download">) {
  const look = buttonClass(tone, size, className);
  if (download !== undefined && download !== false) {
    return (
      <a {...rest} href={href} download={download} className={look}>
        {children}
      </a>
    );
  }
  return (
    <OrgLink {...rest} href={href} className={look}>
      {children}
    </OrgLink>
  );
}
