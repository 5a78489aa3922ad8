import { AppError } from "@/domain/shared/error";
import { isUuid } from "@/domain/shared/id";
import { memberOf } from "../http/member";
import { type Handler, json } from "../http/route";
import { readPackFile } from "./queries";

/**
 * GET /api/pack?org=slug&id=…[&as=download|data]: the stored file for the browser's viewer, as a download, or the data it
 * was printed from. Its bytes never change, so a browser that has them only asks whether it still may see them.
 */
export const packFileHandler: Handler = async (req, res, shared, url) => {
  if (req.method !== "GET" && req.method !== "HEAD") return json(res, 405, { error: "Read the file with GET." });
  const ctx = await memberOf(req, url, shared, "pack:read");
  const id = url.searchParams.get("id") ?? "";
  if (!isUuid(id)) throw new AppError("NOT_FOUND", "No such pack");
  const file = await readPackFile(ctx, id);
  const as = url.searchParams.get("as");
  const isData = as === "data";
  const tag = `"${isData ? file.dataSha256 : file.pdfSha256}"`;
  const headers = {
    "cache-control": "private, no-cache",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    etag: tag,
  };
  if (req.headers["if-none-match"] === tag) {
    res.writeHead(304, headers).end();
    return;
  }
  const body = isData ? Buffer.from(file.data, "utf8") : file.pdf;
  const name = `${file.number.replace(/[^A-Za-z0-9.-]/g, "-")}.${isData ? "json" : "pdf"}`;
  res.writeHead(200, {
    ...headers,
    "content-type": isData ? "application/json; charset=utf-8" : "application/pdf",
    "content-length": body.length,
    "content-disposition": `${as === "download" || isData ? "attachment" : "inline"}; filename="${name}"`,
  });
  res.end(req.method === "HEAD" ? undefined : body);
};
