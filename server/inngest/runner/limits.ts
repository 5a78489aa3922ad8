import { keyOf } from "./expression";
import type { RegisteredFunction } from "./registry";

/** One key per limit of the function, in their order: calls that share a key count against the same limit. */
export function limitKeys(fn: RegisteredFunction, event: unknown): string[] {
  return fn.limits.map(({ key, scope }, index) => {
    const value = key === undefined ? "" : (keyOf(key, { event }) ?? "");
    return scope === "fn" ? `${fn.id}#${index}#${value}` : `${scope}#${key ?? ""}#${value}`;
  });
}

/** Counts calls under way and says whether one more may begin. */
export class Capacity {
  readonly #running = new Map<string, number>();
  readonly #full = new Set<string>();

  /** Keys under which no further call may begin. */
  get full(): string[] {
    return [...this.#full];
  }

  enter(fn: RegisteredFunction, keys: readonly string[]): boolean {
    if (keys.some((key) => this.#full.has(key))) return false;
    for (const [index, key] of keys.entries()) {
      const count = (this.#running.get(key) ?? 0) + 1;
      this.#running.set(key, count);
      if (count >= (fn.limits[index]?.limit ?? Number.POSITIVE_INFINITY)) this.#full.add(key);
    }
    return true;
  }

  leave(keys: readonly string[]): void {
    for (const key of keys) {
      const count = (this.#running.get(key) ?? 1) - 1;
      if (count > 0) this.#running.set(key, count);
      else this.#running.delete(key);
      this.#full.delete(key);
    }
  }
}
