import { once } from "node:events";
import { sql } from "drizzle-orm";
import { type AuditFilter, auditFilter } from "@/domain/audit/input";
import { csvRow } from "@/domain/import/write-csv";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { memberOf } from "../http/member";
import { type Handler, json } from "../http/route";
import { read } from "../record/read";
import { type AuditRaw, dressed, rowsOf, type Zoned } from "./queries";

const ROWS_A_FETCH = 1000;
const BYTE_ORDER_MARK = "\ufeff";
const HEADER = ["Instant", "Who", "Kind", "What", "About", "Reason", "Address", "Device", "Set by the seed"];

/** The whole log of a filter as lines of CSV, in one snapshot and through a cursor. `write` may make the reading wait. */
export function exportAudit(
  ctx: Zoned,
  filter: AuditFilter,
  write: (chunk: string) => Promise<void> | void,
): Promise<number> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    await write(`${BYTE_ORDER_MARK}${csvRow(HEADER)}`);
    await tx.execute(sql`declare audited no scroll cursor for ${rowsOf(ctx, filter, null)}`);
    let rows = 0;
    for (;;) {
      const answer = await tx.execute<AuditRaw>(sql.raw(`fetch forward ${ROWS_A_FETCH} from audited`));
      const raw = answer.splice(0); // emptied: see eachExported
      if (raw.length === 0) return rows;
      rows += raw.length;
      const lines = (await dressed(tx, ctx, raw)).map((row) =>
        csvRow([
          ...[row.at.toISOString(), row.who, row.by, row.did, row.about ?? "", row.reason ?? ""],
          ...[row.address ?? "", row.device ?? "", row.seeded ? "yes" : ""],
        ]),
      );
      await write(lines.join(""));
    }
  });
}

/** GET /api/audit?org=slug[&what=…&who=…&from=…&to=…&at=…]: what the page shows, whole. */
export const auditHandler: Handler = async (req, res, shared, url) => {
  if (req.method !== "GET") return json(res, 405, { error: "Read the log with GET." });
  const ctx = await memberOf(req, url, shared, "audit:read");
  const asked = Object.fromEntries(
    ["what", "who", "from", "to"].map((key) => [key, url.searchParams.get(key) || undefined]),
  );
  const filter = auditFilter.safeParse(asked);
  if (!filter.success)
    throw new AppError("BAD_REQUEST", filter.error.issues.map(({ path, message }) => `${path}: ${message}`).join("; "));
  const begin = () =>
    res.writeHead(200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="audit-${dayOf(ctx.asOf ?? ctx.now, ctx.timeZone)}.csv"`,
      "cache-control": "no-store",
    });
  await exportAudit(ctx, filter.data, async (chunk) => {
    if (!res.headersSent) begin(); // not before the first rows: a failure can still be answered
    if (res.destroyed) throw new Error("The reader went away");
    if (!res.write(chunk)) await Promise.race([once(res, "drain"), once(res, "close")]);
  });
  res.end();
};
