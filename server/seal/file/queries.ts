import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { checkProof, type ProofResult, proofSchema } from "@/domain/seal/proof";
import type { Report } from "@/domain/seal/report";
import { RecordVerifier } from "@/domain/seal/verifier";
import { AppError } from "@/domain/shared/error";
import { sha256 } from "../record/queries";

const PROOF_BYTES = 50_000_000;
const END = /^\{"sha256":"([0-9a-f]{64})"\}$/;

async function startOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** `see`: is given the bytes as they are read. */
export async function* linesOf(
  path: string,
  zipped = false,
  see?: (bytes: Uint8Array) => void,
): AsyncGenerator<string> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const bytes = zipped ? file.pipe(createGunzip()) : file;
  if (zipped) file.once("error", (error) => bytes.destroy(error));
  const decoder = new TextDecoder();
  let begun = "";
  for await (const chunk of bytes) {
    see?.(chunk as Buffer);
    const parts = (begun + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
    begun = parts.pop() ?? "";
    yield* parts;
  }
  if (begun !== "") yield begun;
}

/** Checks the lines of an exported record. */
export async function verifyRecord(lines: AsyncIterable<string>, head: string | undefined): Promise<Report> {
  const verifier = new RecordVerifier(sha256, head ? { head } : {});
  const digest = createHash("sha256");
  let intact = false;
  for await (const line of lines) {
    const end = END.exec(line);
    if (end) {
      intact = digest.copy().digest("hex") === end[1];
      continue;
    }
    intact = false; // nothing may stand behind the last line
    digest.update(`${line}\n`);
    verifier.line(line);
  }
  return verifier.end(intact);
}

/**
 * Checks an exported record or a proof from the file alone. `given`: a hash kept elsewhere, which the chain must hold or the
 * proof must lead to.
 * @throws AppError BAD_REQUEST when it is neither
 */
export async function verifyFile(
  path: string,
  given?: string,
): Promise<{ kind: "record"; report: Report } | { kind: "proof"; result: ProofResult }> {
  const start = await startOf(path);
  const zipped = start[0] === 0x1f && start[1] === 0x8b;
  if (!zipped && !start.toString().startsWith('{"portolan":"record"') && (await stat(path)).size < PROOF_BYTES) {
    const proof = await proofIn(path);
    if (proof) return { kind: "proof", result: checkProof(sha256, proof, given) };
    if (!start.toString().startsWith('{"'))
      throw new AppError("BAD_REQUEST", `${path} is neither a record nor a proof.`);
  }
  return { kind: "record", report: await verifyRecord(linesOf(path, zipped), given) };
}

async function proofIn(path: string) {
  try {
    return proofSchema.safeParse(JSON.parse(await readFile(path, "utf8"))).data;
  } catch {
    return undefined; // no JSON: perhaps a record with a changed first line
  }
}
