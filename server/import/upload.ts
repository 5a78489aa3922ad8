import type { IncomingMessage } from "node:http";
import { FILE_LIMITS, FileFault } from "@/domain/import/fault";
import { importNoun, readChoices } from "@/domain/import/input";
import { IMPORT_NOUNS } from "@/domain/import/words";
import { AppError } from "@/domain/shared/error";
import { memberOf } from "../http/member";
import { type Handler, isForeign, json } from "../http/route";
import { keepUpload } from "./commands";
import { refuseNoun } from "./noun/nouns";

const TOO_LARGE = "The file is larger than 50 MB. Split it and import the parts one after the other.";
const DRAIN_BYTES = 512 * 1024 * 1024; // read and thrown away so that the sender gets to see the answer

/** The body, or null once it is larger than a file may be; what follows is thrown away, never held. */
async function bodyOf(req: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= FILE_LIMITS.bytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > DRAIN_BYTES) break;
  }
  return size > FILE_LIMITS.bytes ? null : Buffer.concat(chunks, size);
}

/** POST /api/import?org=slug&name=file.csv[&noun=risk][&delimiter=;][&headerLine=3][&sheet=name], the file as the body. Answers { id, rows }. */
export const uploadHandler: Handler = async (req, res, shared, url) => {
  if (req.method !== "POST") return json(res, 405, { error: "Send the file with POST." });
  if (isForeign(req)) return json(res, 403, { error: "Requests from another site are refused." });
  const ctx = await memberOf(req, url, shared, "import:run");
  if (ctx.asOf) throw new AppError("PRECONDITION_FAILED", "A past date is shown. Go back to now to import anything.");
  const choices = readChoices.safeParse({
    delimiter: url.searchParams.get("delimiter") ?? undefined,
    headerLine: url.searchParams.has("headerLine") ? Number(url.searchParams.get("headerLine")) : undefined,
    sheet: url.searchParams.get("sheet") ?? undefined,
  });
  if (!choices.success)
    return json(res, 400, { error: "The separator, the line of the column names or the sheet is none." });
  const noun = importNoun.safeParse(url.searchParams.get("noun") ?? "initiative");
  if (!noun.success) return json(res, 400, { error: `Say what the file holds: ${IMPORT_NOUNS.join(", ")}.` });
  refuseNoun(ctx, noun.data);
  const bytes = await bodyOf(req);
  if (!bytes) {
    res.setHeader("connection", "close");
    return json(res, 413, { error: TOO_LARGE });
  }
  const name = (url.searchParams.get("name") ?? "").replace(/[\p{Cc}/\\]/gu, "").slice(0, 200) || "file.csv";
  try {
    json(res, 201, await keepUpload(ctx, { noun: noun.data, name, bytes, choices: choices.data }));
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    json(res, 400, { error: error.message, line: error.line, column: error.column, sheet: error.sheet });
  }
};
