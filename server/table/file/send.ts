import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { AppError } from "@/domain/shared/error";
import { MOST_ROWS } from "@/domain/table/input";
import { isUuidText } from "@/domain/table/value";

export type Write = (chunk: string | Uint8Array) => Promise<void> | void;

/** Gives a file by chunks to a reader who may be slow or gone. @throws Error when the reader went away */
export function sending(res: ServerResponse, type: string, name: string): Write {
  return async (chunk) => {
    if (!res.headersSent)
      res.writeHead(200, {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      }); // not before the first rows: a failure can still be answered
    if (res.destroyed) throw new Error("The reader went away");
    if (!res.write(chunk)) await drained(res);
  };
}

/** Room again, or nobody left to read. What waited for the other is taken away: a long file waits thousands of times. */
async function drained(res: ServerResponse): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  try {
    await Promise.race([once(res, "drain", { signal }), once(res, "close", { signal })]);
  } finally {
    done.abort();
  }
}

/** Marked rows an address names. @throws AppError BAD_REQUEST: a cut or broken list must not export every row instead */
export function markedIds(params: URLSearchParams): string[] | undefined {
  const ids = params.getAll("ids").flatMap((text) => text.split(","));
  if (ids.length === 0) return undefined;
  if (ids.length > MOST_ROWS || !ids.every(isUuidText))
    throw new AppError("BAD_REQUEST", `Mark at most ${MOST_ROWS} rows, each by its id.`);
  return ids;
}
