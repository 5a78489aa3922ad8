import type { NumberShape } from "./number-format";

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const LAST_DAY = 2_958_465; // 31 December 9999
const DIGITS = 15; // what a spreadsheet holds and shows of a number; the rest is float noise

/** Decimal text of a number, to the fifteen digits a spreadsheet knows. */
function decimal(value: number): string {
  const text = String(Number(value.toPrecision(DIGITS)));
  if (!text.includes("e")) return text;
  return value.toLocaleString("en-US", { useGrouping: false, maximumSignificantDigits: DIGITS });
}

const isoOf = (days: number, epoch: number): string => new Date(epoch + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The day a sheet counts from 1900 or 1904; null when its calendar has none.
 *
 * @source ECMA-376 part 1, §18.17.4: day 60 of the 1900 system is 29 February 1900, which there never was
 */
function dayText(days: number, is1904: boolean): string | null {
  if (days < 0 || days > LAST_DAY - (is1904 ? 1_462 : 0)) return null;
  if (is1904) return isoOf(days, Date.UTC(1904, 0, 1));
  if (days === 0) return null;
  if (days === 60) return "1900-02-29";
  return isoOf(days, Date.UTC(1899, 11, days < 60 ? 31 : 30));
}

const two = (value: number) => String(value).padStart(2, "0");

function clockText(seconds: number): string {
  const clock = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor((seconds % 3_600) / 60))}`;
  return seconds % 60 === 0 ? clock : `${clock}:${two(seconds % 60)}`;
}

function momentText(value: number, shape: Extract<NumberShape, { kind: "moment" }>, is1904: boolean): string | null {
  const seconds = Math.round(value * DAY_SECONDS);
  const [days, rest] = [Math.floor(seconds / DAY_SECONDS), seconds % DAY_SECONDS];
  if (shape.isElapsed) return value < 0 ? null : clockText(seconds);
  if (!shape.hasDate) return value < 0 ? null : clockText(rest);
  const day = dayText(days, is1904);
  return day === null || !shape.hasTime || rest === 0 ? day : `${day} ${clockText(rest)}`;
}

/** A number of a sheet as text: dates as ISO, percentages with their sign, nothing rounded that a person typed. */
export function numberText(value: number, shape: NumberShape, is1904: boolean): string {
  if (shape.kind === "percent") return `${decimal(value * 100)}%`;
  if (shape.kind === "moment") return momentText(value, shape, is1904) ?? decimal(value);
  if (shape.kind === "padded" && Number.isInteger(value) && value >= 0)
    return `${shape.prefix}${decimal(value).padStart(shape.digits, "0")}`;
  return decimal(value);
}
