import type { RegisterColumn } from "@/domain/table/column";
import { MOST_COLUMNS, type ShownColumn, shownColumns, WIDTHS } from "@/domain/table/view";

/** The columns as an address names them, null when they are the usual ones. */
function chosen(columns: readonly RegisterColumn[], next: readonly ShownColumn[]): ShownColumn[] | null {
  const usual = shownColumns(columns, null);
  const isUsual =
    next.length === usual.length && next.every(({ key, width }, index) => key === usual[index]?.key && !width);
  return isUsual ? null : next.slice(0, MOST_COLUMNS);
}

/** What is shown, each with the width somebody gave it. */
const stated = (columns: readonly RegisterColumn[], now: readonly ShownColumn[] | null): ShownColumn[] =>
  shownColumns(columns, now).map(({ key }) => {
    const width = now?.find((each) => each.key === key)?.width;
    return width ? { key, width } : { key };
  });

/** Shows a column, at the end, or puts it away. */
export function toggled(columns: readonly RegisterColumn[], now: readonly ShownColumn[] | null, key: string) {
  const shown = stated(columns, now);
  const without = shown.filter((each) => each.key !== key);
  if (without.length < shown.length) return chosen(columns, without);
  // In its declared place while the others stand in theirs, else at the end.
  const order = columns.map((column) => column.key);
  const inOrder = shown.every(
    (each, index) => index === 0 || order.indexOf(shown[index - 1]?.key ?? "") < order.indexOf(each.key),
  );
  const place = shown.findIndex((each) => order.indexOf(each.key) > order.indexOf(key));
  if (!inOrder || place < 0) return chosen(columns, [...shown, { key }]);
  return chosen(columns, [...shown.slice(0, place), { key }, ...shown.slice(place)]);
}

export function reordered(
  columns: readonly RegisterColumn[],
  now: readonly ShownColumn[] | null,
  keys: readonly string[],
) {
  const shown = stated(columns, now);
  return chosen(
    columns,
    keys.flatMap((key) => shown.find((each) => each.key === key) ?? []),
  );
}

export function widened(
  columns: readonly RegisterColumn[],
  now: readonly ShownColumn[] | null,
  key: string,
  width: number,
) {
  const drawn = Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(width)));
  return chosen(
    columns,
    stated(columns, now).map((each) => (each.key === key ? { key, width: drawn } : each)),
  );
}
