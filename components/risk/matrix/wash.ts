import type { Severity } from "@/domain/risk/severity";

/** The ground of a cell by its class; its level's name stands in it. */
export const WASH: Record<Severity, string> = {
  green: "bg-transparent",
  yellow: "bg-wash",
  amber: "bg-watch-wash",
  red: "bg-bad-wash",
};
