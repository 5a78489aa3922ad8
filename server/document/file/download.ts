import { pipeline } from "node:stream/promises";
import { DOCUMENT_FACTS } from "@/domain/document/content";
import { attachmentHeader } from "@/domain/document/name";
import { AppError } from "@/domain/shared/error";
import { isUuid } from "@/domain/shared/id";
import { memberOf } from "../../http/member";
import { type Handler, json } from "../../http/route";
import { getFile } from "../queries";
import { keyOf } from "../storage/contract";
import { documentStorage } from "../storage/registry";

/** Nothing in the file may run, load or be framed. A browser's own PDF viewer does not open in a sandbox: for it alone there is none. */
const SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'";
const PDF_VIEW = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

/**
 * GET /api/document?org=slug&file=…[&at=day][&as=preview]: one version of a document as a download. With `as=preview` a PDF is
 * offered to the browser's viewer; pictures are shown from the download itself. The kind is the one told from the content.
 */
export const downloadHandler: Handler = async (req, res, shared, url) => {
  const ctx = await memberOf(req, url, shared, "document:read");
  const fileId = url.searchParams.get("file") ?? "";
  if (!isUuid(fileId)) throw new AppError("NOT_FOUND", "No such document");
  const file = await getFile(ctx, fileId);
  const { mime, preview } = DOCUMENT_FACTS[file.type];
  const isView = url.searchParams.get("as") === "preview" && preview === "pdf";
  const tag = `"${file.sha256}"`;
  const headers = {
    "cache-control": "private, no-cache",
    "content-security-policy": isView ? PDF_VIEW : SANDBOX,
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": isView ? "SAMEORIGIN" : "DENY",
    "referrer-policy": "no-referrer",
    etag: tag,
  };
  if (req.headers["if-none-match"] === tag) {
    res.writeHead(304, headers).end();
    return;
  }
  const bytes = await documentStorage().open(keyOf(ctx.orgId, file.id));
  if (!bytes)
    return json(res, 410, {
      error: "This file was deleted and its bytes are gone. The record keeps its name and hash.",
    });
  res.writeHead(200, {
    ...headers,
    "content-type": mime,
    "content-length": file.size,
    "content-disposition": attachmentHeader(file.fileName, isView ? "inline" : "attachment"),
  });
  if (req.method === "HEAD") {
    bytes.destroy();
    res.end();
    return;
  }
  await pipeline(bytes, res).catch(() => res.destroy()); // the reader left, or the storage broke off: a cut file is never whole
};
