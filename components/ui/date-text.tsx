import { clsx } from "clsx";
import { formatDate } from "@/components/ui/format";
import type { DateShape } from "@/domain/shared/date-text";

/** A date that never breaks across lines and that machines can read. */
export function DateText({
  value,
  shape = "day",
  locale,
  timeZone,
  className,
}: {
  value: Date | string | null | undefined;
  shape?: DateShape;
  locale?: string;
  timeZone?: string;
  className?: string;
}) {
  const text = formatDate(value, shape, { locale, timeZone });
  if (value === null || value === undefined) return <span className={className}>{text}</span>;
  return (
    <time
      dateTime={typeof value === "string" ? value : value.toISOString()}
      className={clsx("whitespace-nowrap", className)}
    >
      {text}
    </time>
  );
}
