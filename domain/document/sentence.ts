import { counted, sentence } from "../shared/sentence";

const NARROW = "\u202f";

/** "412 kB", "3.2 MB": of a thousand bytes each, as disks are sold. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 99.5 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")}${NARROW}${units[unit]}`;
}

/** What lies beside a record. */
export function documentsSentence(total: number, latest: string | null): string {
  if (total === 0) return "No documents yet.";
  return sentence(latest ? `${counted(total, "document")}, the latest ${latest}` : counted(total, "document"));
}

/** How much of its room an organisation uses. */
export const quotaText = (used: number, quota: number): string => `${sizeText(used)} of ${sizeText(quota)} used`;
