import { parentPort } from "node:worker_threads";
import { parseCanonical } from "../canonical";
import { collect, PACKS_A_COLLECTION } from "../collect";
import { PackSectionError, type Section } from "../section";
import { printPack } from "./print";

/** What the pool sends: the canonical JSON of a pack's data. */
export type PrintRequest = { readonly id: number; readonly json: string };

export type PrintReply =
  | { readonly id: number; readonly pdf: Uint8Array; readonly pages: number; readonly dataSha256: string }
  | { readonly id: number; readonly section: Section | null; readonly reason: string };

async function answer({ id, json }: PrintRequest): Promise<PrintReply> {
  try {
    return { id, ...(await printPack(parseCanonical(json))) };
  } catch (error) {
    const section = error instanceof PackSectionError ? error.section : null;
    const cause = error instanceof PackSectionError ? error.cause : error;
    return { id, section, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

let printed = 0;

parentPort?.on("message", (request: PrintRequest) => {
  void answer(request).then((reply) => {
    parentPort?.postMessage(reply, "pdf" in reply ? [reply.pdf.buffer as ArrayBuffer] : []);
    printed += 1;
    if (printed % PACKS_A_COLLECTION === 0) setImmediate(() => collect("all"));
  });
});
