import type { Place } from "./report";

type Held = { count: number; place: Place };
const DISTINCT = 100;

/**
 * What versions sealed before a column was added hold in it: no leaf covers that, but the first seal that knows the column
 * says the one value they all had.
 */
export class AddedColumns {
  private readonly seen = new Map<string, Map<string, Held>>();

  note(place: Place, values: Record<string, unknown>): void {
    for (const [column, value] of Object.entries(values)) {
      const name = `${place.table}.${column}`;
      const held = this.seen.get(name) ?? new Map<string, Held>();
      this.seen.set(name, held);
      const text = JSON.stringify(value);
      const same = held.get(text);
      if (same) same.count += 1;
      else if (held.size < DISTINCT) held.set(text, { count: 1, place });
    }
  }

  /** Versions that hold another value than the seal says; none where the values differed from the start. */
  strangers(added: Record<string, Record<string, unknown[]>>): { place: Place; detail: string }[] {
    return Object.entries(added).flatMap(([table, columns]) =>
      Object.entries(columns).flatMap(([column, values]) => {
        if (values.length !== 1) return [];
        const sealed = JSON.stringify(values[0]);
        return [...(this.seen.get(`${table}.${column}`) ?? [])]
          .filter(([text]) => text !== sealed)
          .map(([text, { count, place }]) => ({
            place,
            detail: `${column} is ${text} and was ${sealed}${count > 1 ? `; so are ${count - 1} more` : ""}.`,
          }));
      }),
    );
  }
}
