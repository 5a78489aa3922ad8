import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { documentUpload } from "@/domain/document/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { memberOf } from "../http/member";
import { type Handler, isForeign, json } from "../http/route";
import { read } from "../record/read";
import { subjectIn } from "../subject/queries";
import { addDocument } from "./commands";
import { downloadHandler } from "./file/download";
import { largestFile } from "./queries";
import { receive, tooLarge } from "./receive/receive";
import { StorageFault } from "./storage/contract";
import { documentStorage, documentsFolder } from "./storage/registry";

const DRAIN_BYTES = 512 * 1024 * 1024; // read and thrown away so that the sender gets to see the answer

/** Reads on without keeping anything, so that a browser that is still sending sees why it was refused. */
async function refuse(req: IncomingMessage, res: ServerResponse, status: number, error: string): Promise<void> {
  res.setHeader("connection", "close");
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > DRAIN_BYTES) break;
    }
  } catch {
    return; // the sender gave up
  }
  json(res, status, { error });
}

const STATUS: Partial<Record<AppError["code"], number>> = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 409,
  PAYLOAD_TOO_LARGE: 413,
};

async function upload(req: IncomingMessage, res: ServerResponse, ctx: OrgContext, url: URL): Promise<void> {
  const { searchParams: given } = url;
  const parsed = documentUpload.safeParse({
    about: { noun: given.get("noun"), id: given.get("id") },
    documentId: given.get("document") ?? undefined,
    name: given.get("name") ?? "",
  });
  if (!parsed.success) return refuse(req, res, 400, "Say which record the file belongs to, and its name.");
  const most = largestFile();
  try {
    await read(ctx, (tx) => subjectIn(tx, ctx, parsed.data.about));
    if (Number(req.headers["content-length"] ?? 0) > most) throw tooLarge(most);
    const arrived = await receive(req.iterator({ destroyOnReturn: false }), {
      folder: path.join(documentsFolder(), "incoming"),
      most,
    });
    json(res, 201, await addDocument(ctx, parsed.data, arrived, documentStorage()));
  } catch (error) {
    if (req.destroyed && !req.complete) return; // the sender cancelled: nothing was kept
    if (error instanceof StorageFault) return refuse(req, res, error.isFull ? 507 : 503, error.message);
    const status = error instanceof AppError ? STATUS[error.code] : undefined;
    if (!status || !(error instanceof Error)) throw error;
    await refuse(req, res, status, error.message);
  }
}

/**
 * POST /api/document?org=slug&noun=initiative&id=…&name=plan.pdf[&document=…], the file as the body. Answers with its ids.
 * GET reads one: see file/download.ts.
 */
export const documentHandler: Handler = async (req, res, shared, url) => {
  if (req.method === "GET" || req.method === "HEAD") return downloadHandler(req, res, shared, url);
  if (req.method !== "POST") return json(res, 405, { error: "Send a file with POST, read it with GET." });
  if (isForeign(req)) return json(res, 403, { error: "Requests from another site are refused." });
  const ctx = await memberOf(req, url, shared, "document:write");
  if (ctx.asOf) throw new AppError("PRECONDITION_FAILED", "A past date is shown. Go back to now to add anything.");
  await upload(req, res, ctx, url);
};
