import type { GlyphKind } from "@/components/ui/status";
import { SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

const STATUS: Record<Severity, GlyphKind> = { green: "good", yellow: "fair", amber: "watch", red: "bad" };

/** The shape and colour of a class, everywhere the same; its word is said beside it. */
export const severityStatus = (severity: Severity | null): GlyphKind => (severity ? STATUS[severity] : "none");

/** The ground of a cell by its class; the name of its level stands in it or in the table of the same cells. */
export const SEVERITY_WASH: Record<Severity, string> = {
  green: "bg-transparent",
  yellow: "bg-fair-wash",
  amber: "bg-watch-wash",
  red: "bg-bad-wash",
};

/** The same ground in a drawing. */
export const SEVERITY_TINT: Record<Severity, string> = {
  green: "fill-transparent",
  yellow: "fill-fair-wash",
  amber: "fill-watch-wash",
  red: "fill-bad-wash",
};

/** "Red", or the level's own name with its class where they differ: "Extreme (red)". */
export function levelWords(level: string | undefined, severity: Severity): string {
  if (!level || level.toLowerCase() === severity) return SEVERITY_LABELS[severity];
  return `${level} (${severity})`;
}
