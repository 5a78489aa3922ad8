import { clsx } from "clsx";

export function Kbd({ children, className }: { children: React.ReactNode; className?: string }) {
  return (
    <kbd
      className={clsx(
        "min-w-[18px] items-center justify-center rounded-small border border-rule px-1 font-sans text-ink-2 text-micro",
        className ?? "inline-flex",
      )}
    >
      {children}
    </kbd>
  );
}
