import { dayOf } from "../shared/day";
import { formatInstant } from "../shared/figure";
import { PORTFOLIO } from "./input";

/** Initials of the words of a forum: "AI Steering Committee" is ASC, the whole portfolio is P. */
export function forumCode(forum: string): string {
  if (forum === PORTFOLIO) return "P";
  const initials = forum
    .normalize("NFKD")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .flatMap((word) => [...word].slice(0, 1))
    .join("")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
  return initials.slice(0, 6) || "F";
}

/**
 * The number of a pack: its forum, the minute of its instant in the organisation's time zone, and the template's version.
 * "ASC-20261120-0600.1" is the AI Steering Committee's pack as of 20 Nov 2026, 06:00, printed by template steering-1.
 */
export function packNumber(forum: string, asOf: Date, timeZone: string, template: string): string {
  const day = dayOf(asOf, timeZone).replaceAll("-", "");
  const minute = formatInstant(asOf, timeZone).slice(-5).replace(":", "");
  return `${forumCode(forum)}-${day}-${minute}.${template.split("-").at(-1)}`;
}
