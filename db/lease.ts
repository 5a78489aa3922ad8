import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";

/** One connection with a client of its own, reserved for as long as it lives. */
type Slot = {
  client: postgres.Sql;
  held: postgres.ReservedSql | null;
  face: postgres.ReservedSql | null;
  isBroken: boolean;
  /** Ends the wait for a connection that is being made. */
  giveUp: ((error: unknown) => void) | null;
};
type Waiter = { resolve: (slot: Slot) => void; reject: (error: unknown) => void };

/** Connections that failed and have not said yet that they closed. */
const abandoned = new WeakSet<object>();

/** The connection is gone, as a statement of it found out: it must be asked for nothing more, not even to roll back. */
export function abandon(connection: postgres.ReservedSql): void {
  abandoned.add(connection);
}

/**
 * Connections that break together say so one after the other, and the driver never answers what is asked of one in between:
 * whoever hears of the first must find the others closed.
 */
export const closing = (): Promise<void> => delay(CLOSING_MS);
const CLOSING_MS = 5;

const GRACE_SECONDS = 5;
const closedError = () => Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });

/**
 * Connections that are lent for one transaction each. The driver's own `reserve` goes on writing to a connection that was
 * closed while it was lent, which ends the process, and lends it again afterwards. Here a connection that closed refuses
 * every further statement and is never lent again.
 */
export class LeasePool {
  readonly #open: (onclose: () => void) => postgres.Sql;
  readonly #most: number;
  readonly #slots = new Set<Slot>();
  readonly #idle: Slot[] = [];
  readonly #waiting: Waiter[] = [];
  #isEnding = false;

  constructor(open: (onclose: () => void) => postgres.Sql, most: number) {
    this.#open = open;
    this.#most = most;
  }

  /** @throws what the driver throws when no connection can be made */
  async reserve(): Promise<postgres.ReservedSql> {
    if (this.#isEnding) throw closedError();
    const slot = this.#idle.pop() ?? (await (this.#slots.size < this.#most ? this.#make() : this.#next()));
    if (!slot.face) throw closedError();
    return slot.face;
  }

  #next(): Promise<Slot> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async #make(): Promise<Slot> {
    const slot: Slot = {
      client: this.#open(() => this.#closed(slot)),
      held: null,
      face: null,
      isBroken: false,
      giveUp: null,
    };
    this.#slots.add(slot);
    try {
      // The driver forgets who waits when a connection closes while it asks for the types of the database.
      slot.held = await new Promise<postgres.ReservedSql>((resolve, reject) => {
        slot.giveUp = reject;
        slot.client.reserve().then(resolve, reject);
      });
    } catch (error) {
      this.#discard(slot);
      await closing();
      throw error;
    }
    slot.face = this.#faceOf(slot, slot.held);
    return slot;
  }

  #faceOf(slot: Slot, held: postgres.ReservedSql): postgres.ReservedSql {
    const guarded =
      <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
      (...args: Args): Result => {
        if (slot.isBroken || (slot.face && abandoned.has(slot.face))) throw closedError();
        return work(...args);
      };
    const call = guarded(held as unknown as (...args: unknown[]) => unknown);
    const own = {
      unsafe: guarded(held.unsafe as (...args: unknown[]) => unknown),
      release: () => this.#giveBack(slot),
    };
    return Object.assign(call, held, own) as unknown as postgres.ReservedSql;
  }

  #giveBack(slot: Slot): void {
    if (slot.face && abandoned.has(slot.face)) slot.isBroken = true;
    const waiter = slot.isBroken || this.#isEnding ? undefined : this.#waiting.shift();
    if (slot.isBroken) this.#discard(slot);
    else if (this.#isEnding) this.#end(slot);
    else if (waiter) waiter.resolve(slot);
    else this.#idle.push(slot);
  }

  #closed(slot: Slot): void {
    slot.isBroken = true;
    slot.giveUp?.(closedError());
    const at = this.#idle.indexOf(slot);
    if (at < 0) return; // lent: discarded when it is given back
    this.#idle.splice(at, 1);
    this.#discard(slot);
  }

  /** Its place goes to whoever waits. */
  #discard(slot: Slot): void {
    if (!this.#slots.delete(slot)) return;
    slot.client.end({ timeout: 0 }).catch(() => undefined);
    const waiter = this.#waiting.shift();
    if (waiter) this.#make().then(waiter.resolve, waiter.reject);
  }

  #end(slot: Slot): void {
    this.#slots.delete(slot);
    slot.held?.release();
    slot.client.end({ timeout: GRACE_SECONDS }).catch(() => undefined);
  }

  /** Lends no more, and waits a while for what is lent. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(closedError());
    const idle = this.#idle.splice(0);
    await Promise.all(
      idle.map((slot) => {
        this.#slots.delete(slot);
        slot.held?.release();
        return slot.client.end({ timeout: GRACE_SECONDS });
      }),
    );
    for (const until = Date.now() + GRACE_SECONDS * 1000; this.#slots.size > 0 && Date.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([...this.#slots].map(({ client }) => client.end({ timeout: 0 }).catch(() => undefined)));
  }
}
