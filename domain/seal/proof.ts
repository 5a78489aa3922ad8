import { z } from "zod";
import { type Hash, hexOf, leafHash, rootOfPath } from "./merkle";
import { parseStatement, placeOf } from "./record-line";
import { placeText } from "./report";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One version of one row, and that it is among what its day sealed. All of it can be checked by hand with SHA-256. */
export const proofSchema = z.object({
  portolan: z.literal("proof"),
  format: z.literal(1),
  organisation: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  row: z.string(), // exactly the text whose SHA-256 ends the entry
  entry: z.string(), // the leaf is SHA-256 of 0x00 and this text
  index: z.int().min(0),
  path: z.array(hash).max(64), // of the hashes beside the way up, lowest first; a node is SHA-256 of 0x01, left, right
  seal: z.string(), // what the day's seal says
  chain: hash, // SHA-256 of the seal
});
export type Proof = z.infer<typeof proofSchema>;

export type ProofResult = { ok: boolean; day: string | null; root: string | null; chain: string; text: string };

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/**
 * Follows a proof from the row to the root of its day. `given`: the root or the chain hash of that day, kept elsewhere;
 * without it only the file's own consistency is shown.
 * @source RFC 9162, 2.1.3.2
 */
export function checkProof(hash: Hash, proof: Proof, given?: string): ProofResult {
  const statement = parseStatement(proof.seal);
  const place = placeOf(proof.entry);
  const said = { day: statement?.day ?? null, root: statement?.root ?? null, chain: proof.chain };
  const no = (text: string): ProofResult => ({ ...said, ok: false, text });
  if (!statement || !place) return no("The proof does not hold a seal and an entry.");
  if (!proof.entry.endsWith(`"${hexOf(hash(proof.row))}"]`)) return no("The row is not the one that was sealed.");
  const path = proof.path.map(bytesOf);
  const top = rootOfPath(hash, { index: proof.index, size: statement.leaves }, leafHash(hash, proof.entry), path);
  if (!top || hexOf(top) !== statement.root) return no("The entry is not among what the day sealed.");
  if (hexOf(hash(proof.seal)) !== proof.chain) return no("The seal does not have the hash the proof says.");
  if (statement.organisation !== proof.organisation.id) return no("The seal is of another organisation.");
  if (given && given !== statement.root && given !== proof.chain)
    return no(`The hash you gave is neither the root nor the chain hash of ${statement.day}.`);
  const what = `${placeText(place)} stood in the record sealed for ${statement.day}, as the proof shows it`;
  return {
    ...said,
    ok: true,
    text: given
      ? `${what}.`
      : `${what}, if that day's root is ${statement.root}. Compare it with one you kept, or give it as --head.`,
  };
}
