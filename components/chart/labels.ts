/** Places text in charts without collisions: pure numbers, for screen, paper and mail. */

export type Placed<T> = T & { y: number };

/**
 * Moves labels apart so that neighbours keep `gap` and none leaves [low, high]; the order by wish stays.
 * When they cannot all fit, they are spread evenly.
 */
export function spreadLabels<T extends { wish: number }>(
  labels: readonly T[],
  gap: number,
  low: number,
  high: number,
): Placed<T>[] {
  const sorted = [...labels].sort((a, b) => a.wish - b.wish);
  const step = sorted.length > 1 ? Math.min(gap, (high - low) / (sorted.length - 1)) : gap;
  const placed = sorted.map((label) => ({ ...label, y: Math.min(high, Math.max(low, label.wish)) }));
  for (let index = 1; index < placed.length; index++) {
    const [above, here] = [placed[index - 1], placed[index]];
    if (above && here && here.y - above.y < step) here.y = above.y + step;
  }
  for (let index = placed.length - 1; index >= 0; index--) {
    const [here, below] = [placed[index], placed[index + 1]];
    const ceiling = below ? below.y - step : high;
    if (here && here.y > ceiling) here.y = ceiling;
  }
  return placed;
}

/** Width of a text in Inter at `size` pixels, a little generous; good enough to keep labels apart without a DOM. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text)
    width += /[il.,:;'|!\u202f ]/.test(character) ? 0.32 : /[mwMW]/.test(character) ? 0.88 : 0.6;
  return width * size;
}

export type Flag = { x: number; row: number; anchor: "start" | "end" };

/**
 * Gives each flag (a label hanging at a tick) a row and a side, so that no text crosses another's.
 * Null when it fits in none of the rows: then only the tick is drawn and the table names it.
 */
export function placeFlags(
  flags: readonly { x: number; text: string }[],
  size: { width: number; rows: number; font: number },
): (Flag | null)[] {
  const taken: [number, number][][] = Array.from({ length: size.rows }, () => []);
  const ticks: { x: number; row: number }[] = [];
  const place = (x: number, text: string): Flag | null => {
    const wide = textWidth(text, size.font) + 10;
    for (let row = 0; row < size.rows; row++) {
      for (const anchor of ["start", "end"] as const) {
        const [from, to] = anchor === "start" ? [x - 1, x + wide] : [x - wide, x + 1];
        // A tick hangs from its own row down, so it must miss the texts of the rows below it too.
        const free =
          taken[row]?.every(([a, b]) => to <= a || from >= b) &&
          taken.slice(row + 1).every((below) => below.every(([a, b]) => x < a || x > b)) &&
          ticks.every((tick) => tick.row >= row || tick.x < from || tick.x > to);
        if (from >= -4 && to <= size.width && free) {
          taken[row]?.push([from, to]);
          ticks.push({ x, row });
          return { x, row, anchor };
        }
      }
    }
    return null;
  };
  return flags.map((flag) => place(flag.x, flag.text));
}
