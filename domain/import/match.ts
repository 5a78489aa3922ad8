/** Pairs rows with records by key; rows that share a key take the records that share it in their order. */
export class Matcher<Row> {
  readonly #waiting = new Map<string, Row[]>();
  readonly #matched = new Set<string>();
  readonly #fresh = new Set<string>();
  #taken = 0;

  constructor(existing: readonly Row[], keyOf: (row: Row) => string) {
    for (const row of existing) {
      const key = keyOf(row);
      const group = this.#waiting.get(key);
      if (group) group.push(row);
      else this.#waiting.set(key, [row]);
    }
    for (const group of this.#waiting.values()) group.reverse(); // pop() takes the first
  }

  take(key: string): Row | undefined {
    const group = this.#waiting.get(key);
    (group ? this.#matched : this.#fresh).add(key);
    const row = group?.pop();
    if (row) this.#taken++;
    return row;
  }

  /** Distinct keys asked for that a record has, that none has, and how many records were taken. */
  get tally() {
    return { matchedKeys: this.#matched.size, newKeys: this.#fresh.size, taken: this.#taken };
  }
}
