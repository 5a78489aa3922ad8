import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Left to itself the engine lets the garbage of a warm worker, and the printed files its caller has dropped, pile up.
 * Collected every few packs, after the answer is sent, memory stays where it was after the first ones.
 */
export const PACKS_A_COLLECTION = 8;

let engine: ((options?: { type: "minor" }) => void) | undefined;

/** `recent` frees what was dropped shortly after it was made: a millisecond. `all` walks the heap: tens of them. */
export function collect(what: "recent" | "all"): void {
  if (!engine) {
    setFlagsFromString("--expose-gc");
    engine = runInNewContext("gc") as (options?: { type: "minor" }) => void;
  }
  if (what === "recent") engine({ type: "minor" });
  else engine();
}
