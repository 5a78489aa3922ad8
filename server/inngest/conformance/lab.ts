import { setTimeout as delay } from "node:timers/promises";
import type { Inngest, InngestFunction } from "inngest";

/** What the functions of a case did, in order, seen from outside. */
export class Journal {
  readonly #entries: { what: string; detail: unknown; at: number }[] = [];

  note(what: string, detail: unknown = null): void {
    this.#entries.push({ what, detail, at: Date.now() });
  }

  all(what: string) {
    return this.#entries.filter((entry) => entry.what === what);
  }

  details(what: string): unknown[] {
    return this.all(what).map(({ detail }) => detail);
  }

  /** The entries called `what` once there are `count` of them. @throws Error after `ms` */
  async until(what: string, count = 1, ms = 20_000) {
    const end = Date.now() + ms;
    while (this.all(what).length < count) {
      if (Date.now() > end) throw new Error(`${this.all(what).length} of ${count} "${what}" after ${ms} ms`);
      await delay(20);
    }
    return this.all(what);
  }
}

/** One promise a runner must keep: functions, and what must be seen after their events. */
export interface Case {
  title: string;
  functions: InngestFunction.Any[];
  verify(): Promise<void>;
}
export type CaseMaker = (inngest: Inngest.Any) => Case;

/** Long enough for anything that wrongly runs again to be seen: more than a retry's wait. */
export const SETTLE_MS = 1500;
export const settled = () => delay(SETTLE_MS);
