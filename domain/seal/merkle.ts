/** SHA-256; text is hashed as UTF-8. */
export type Hash = (data: string | Uint8Array) => Uint8Array;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

const HASH_BYTES = 32;
const LEAF = "\u0000";
const NODE = 1;

/** A leaf and a node begin with different bytes, so that no node can be passed off as a leaf. @source RFC 9162, 2.1.1 */
export const leafHash = (hash: Hash, entry: string): Uint8Array => hash(LEAF + entry);

export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(1 + 2 * HASH_BYTES);
  joined[0] = NODE;
  joined.set(left, 1);
  joined.set(right, 1 + HASH_BYTES);
  return hash(joined);
}

/**
 * The root over leaves that come one by one; holds one hash for each level of the tree, however many leaves there are.
 * @source RFC 9162, 2.1.1 and 2.1.2
 */
export class MerkleTree {
  private readonly whole: { size: number; top: Uint8Array }[] = []; // complete subtrees, the largest first
  constructor(private readonly hash: Hash) {}

  add(leaf: Uint8Array): void {
    let last = { size: 1, top: leaf };
    for (let held = this.whole.at(-1); held?.size === last.size; held = this.whole.at(-1)) {
      this.whole.pop();
      last = { size: 2 * last.size, top: nodeHash(this.hash, held.top, last.top) };
    }
    this.whole.push(last);
  }

  root(): Uint8Array {
    const [last, ...larger] = this.whole.map(({ top }) => top).reverse();
    return last ? larger.reduce((right, left) => nodeHash(this.hash, left, right), last) : this.hash("");
  }
}

/**
 * The hashes beside the way from one leaf up to the root, the lowest first.
 * @throws RangeError when there is no such leaf.
 * @source RFC 9162, 2.1.3.1
 */
export function inclusionPath(hash: Hash, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (index < 0 || index >= leaves.length) throw new RangeError("There is no such leaf");
  const path: Uint8Array[] = [];
  let [level, place] = [leaves, index];
  while (level.length > 1) {
    const beside = level[place % 2 === 0 ? place + 1 : place - 1];
    if (beside) path.push(beside);
    const above: Uint8Array[] = [];
    for (let left = 0; left < level.length; left += 2) {
      const [one, other] = level.slice(left, left + 2);
      if (one) above.push(other ? nodeHash(hash, one, other) : one);
    }
    [level, place] = [above, Math.floor(place / 2)];
  }
  return path;
}

/**
 * The root that a leaf and its path lead to; null when the path cannot be of a tree of this size.
 * @source RFC 9162, 2.1.3.2
 */
export function rootOfPath(
  hash: Hash,
  at: { index: number; size: number },
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (!Number.isSafeInteger(at.index) || at.index < 0 || at.index >= at.size) return null;
  let [place, last, top] = [at.index, at.size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      top = nodeHash(hash, beside, top);
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      top = nodeHash(hash, top, beside);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? top : null;
}
