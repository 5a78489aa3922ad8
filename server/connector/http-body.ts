import type { IncomingMessage } from "node:http";
import { ConnectorError, type HttpAsk } from "@/server/connector/contract";
import { publicUrl } from "@/server/connector/http-error";

export const MEGABYTE = 1024 * 1024;

export function bodyOf({ json, form }: HttpAsk): { type: string; bytes: Buffer } | null {
  if (form) return { type: "application/x-www-form-urlencoded", bytes: Buffer.from(form.toString()) };
  return json === undefined ? null : { type: "application/json", bytes: Buffer.from(JSON.stringify(json)) };
}

const MOST_REFUSAL_BYTES = 65_536;

/** The beginning of what came with a refusal; a body that fails on the way says nothing more. */
export async function refusalText(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response) {
      pieces.push(piece);
      size += piece.length;
      if (size >= MOST_REFUSAL_BYTES) break;
    }
  } catch {
    // the status alone speaks
  }
  return Buffer.concat(pieces).subarray(0, MOST_REFUSAL_BYTES).toString("utf8");
}

/** The whole body, which nobody packed and which stays below a size. @throws ConnectorError contract */
export async function readWhole(response: IncomingMessage, url: URL, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): ConnectorError =>
    new ConnectorError(
      "contract",
      `The answer of ${publicUrl(url)} is larger than ${Math.round(maxBytes / MEGABYTE)} MB`,
    );
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new ConnectorError("contract", `The answer is packed as ${encoding}, which was not asked for`);
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    size += piece.length;
    if (size > maxBytes) {
      response.destroy();
      throw tooLarge();
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
