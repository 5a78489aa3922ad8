import type { RegisterColumn, Sort } from "@/domain/table/column";
import { MOST_SORTS } from "@/domain/table/view";

type Sortable = Pick<RegisterColumn, "key" | "descendingFirst">;

/** One column after a click on its head: its first direction, then the other, then none. */
function turned(now: Sort | undefined, { key, descendingFirst = false }: Sortable): Sort | null {
  if (!now) return { key, descending: descendingFirst };
  return now.descending === descendingFirst ? { key, descending: !descendingFirst } : null;
}

/** The sort after a click on a head; `add` (with the shift key) keeps the others and sorts by this one after them. */
export function nextSorts(now: readonly Sort[], column: Sortable, add: boolean): Sort[] {
  const held = now.find(({ key }) => key === column.key);
  if (!add) {
    const only = turned(now.length === 1 ? held : undefined, column);
    return only ? [only] : [];
  }
  const next = turned(held, column);
  if (held) return now.flatMap((sort) => (sort === held ? (next ?? []) : [sort]));
  return next && now.length < MOST_SORTS ? [...now, next] : [...now];
}

/** The list with one entry moved to another place. */
export function moved<Each>(list: readonly Each[], from: number, to: number): Each[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken === undefined || to < 0 || to > next.length) return [...list];
  next.splice(to, 0, taken);
  return next;
}
