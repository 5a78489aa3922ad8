import type { Presumed } from "../context";
import type { Resolved } from "./context";

const MOST_KNOWN = 10_000; // then the one not resolved for longest goes

type Known = { person: Resolved; proof: string };

/** What may stand in a message as it is: the message takes no parameters. */
const isPlain = (hash: string, org: string, proof: string): boolean =>
  /^[0-9a-f]{64} [0-9a-f]{64}$/.test(`${hash} ${proof}`) && /^[a-z0-9][a-z0-9-]{0,62}$/.test(org);

/**
 * What sessions of this process resolved to when they were last asked for, by token and organisation. Nobody is let in by it: it
 * spares a read the wait for an answer that it asks for anyway.
 */
export class KnownSessions {
  readonly #known = new Map<string, Known>();

  keep(hash: string, org: string, person: Resolved | null, proof: string | undefined): void {
    const key = `${hash} ${org}`;
    this.#known.delete(key);
    if (!person?.member || !proof || !isPlain(hash, org, proof)) return;
    this.#known.set(key, { person, proof });
    const [first] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && first !== undefined) this.#known.delete(first);
  }

  presume(hash: string, org: string, noteUse: () => void): { person: Resolved; presumed: Presumed } | null {
    const found = this.#known.get(`${hash} ${org}`);
    if (!found) return null;
    const { person, proof } = found;
    let isConfirmed = false;
    const presumed: Presumed = {
      question: `private.confirm_session('${hash}', '${org}', '${proof}')`,
      get isConfirmed() {
        return isConfirmed;
      },
      confirm(isStale) {
        if (isStale && !isConfirmed) noteUse();
        isConfirmed = true;
      },
    };
    return { person, presumed };
  }
}

export const known = new KnownSessions();
