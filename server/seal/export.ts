import { once } from "node:events";
import { createGzip } from "node:zlib";
import { versionRef } from "@/domain/seal/input";
import { AppError } from "@/domain/shared/error";
import { memberOf } from "../http/member";
import { type Handler, json } from "../http/route";
import { proofOf } from "./proof/queries";
import { writeRecord } from "./record/queries";

/** GET /api/record?org=slug: the record as gzipped lines, for `portolan verify` and for whoever keeps it elsewhere. */
export const recordHandler: Handler = async (req, res, shared, url) => {
  if (req.method !== "GET") return json(res, 405, { error: "Read the record with GET." });
  const ctx = await memberOf(req, url, shared, "seal:read");
  const name = `record-${url.searchParams.get("org")}-${ctx.now.toISOString().slice(0, 10)}.jsonl.gz`;
  const zip = createGzip({ level: 4 });
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  zip.pipe(res);
  await writeRecord(ctx, async (chunk) => {
    gone.signal.throwIfAborted(); // nobody waits for it any more
    if (!res.headersSent)
      res.writeHead(200, {
        "content-type": "application/gzip",
        "content-disposition": `attachment; filename="${name.replace(/[^a-z0-9.-]/g, "-")}"`,
        "cache-control": "no-store",
      });
    if (!zip.write(chunk)) await once(zip, "drain", { signal: gone.signal });
  });
  zip.end();
};

/** GET /api/proof?org=slug&table=…&id=…&at=…: the proof of one version, as a file an auditor can keep. */
export const proofHandler: Handler = async (req, res, shared, url) => {
  if (req.method !== "GET") return json(res, 405, { error: "Read the proof with GET." });
  const asked = versionRef.safeParse({
    table: url.searchParams.get("table"),
    id: url.searchParams.get("id"),
    at: url.searchParams.get("since"),
  });
  const ctx = await memberOf(req, url, shared, "seal:read");
  if (!asked.success) throw new AppError("BAD_REQUEST", "Name a version: table, id and since when.");
  const proof = await proofOf(ctx, asked.data);
  const { table, id, at } = asked.data;
  res.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-disposition": `attachment; filename="proof-${table}-${id}-${at.replace(/[^0-9]/g, "").slice(0, 14)}.json"`,
    "cache-control": "no-store",
  });
  res.end(`${JSON.stringify(proof, null, 2)}\n`);
};
