import { customType, index, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, operational, orgId } from "../columns";

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

export const IMPORT_STATUSES = ["uploaded", "planned", "running", "done", "failed", "undone", "expired"] as const;

export const importRun = operational(
  "import",
  () => ({
    orgId: orgId(),
    id: id(),
    noun: text().notNull(),
    fileName: text().notNull(),
    size: integer().notNull(), // bytes
    sha256: text().notNull(),
    status: text({ enum: IMPORT_STATUSES }).notNull().default("uploaded"),
    mapping: jsonb().$type<unknown>(),
    counts: jsonb().$type<Record<string, number>>(),
    report: jsonb().$type<unknown>(),
    progress: integer().notNull().default(0), // rows done
    error: text(),
    changeId: uuid(), // the one change this import made
    createdBy: uuid(),
    createdAt: instant().notNull(),
    finishedAt: instant(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("import_created").on(t.orgId, t.createdAt)],
);

export const importFile = operational(
  "import_file",
  () => ({ orgId: orgId(), importId: uuid().notNull(), bytes: bytea().notNull() }),
  (t) => [primaryKey({ columns: [t.orgId, t.importId] })],
);

/** The mapping last used for a header, by the header's fingerprint. */
export const importMapping = operational(
  "import_mapping",
  () => ({
    orgId: orgId(),
    noun: text().notNull(),
    fingerprint: text().notNull(),
    mapping: jsonb().$type<unknown>().notNull(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.noun, t.fingerprint] })],
);
