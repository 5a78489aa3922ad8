import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { SEVERITIES } from "@/domain/risk/severity";
import { id, minor, orgId, recorded, version } from "../columns";

export const matrixColumns = () => ({
  orgId: orgId(),
  id: id(),
  name: text().notNull(),
  createdOn: date({ mode: "string" }).notNull(),
  version: version(),
});
export const matrix = recorded("matrix", matrixColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("matrix_name").on(t.orgId, t.name),
  check("matrix_name_filled", sql`${t.name} <> ''`),
]);

/** A trigger and the app's grants keep a version as it was made. */
export const matrixVersionColumns = () => ({
  orgId: orgId(),
  id: id(),
  matrixId: uuid().notNull(),
  number: integer().notNull(),
  definition: jsonb().$type<MatrixDefinition>().notNull(),
  note: text().notNull().default(""),
});
export const matrixVersion = recorded("matrix_version", matrixVersionColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("matrix_version_number").on(t.orgId, t.matrixId, t.number),
  foreignKey({
    name: "matrix_version_matrix",
    columns: [t.orgId, t.matrixId],
    foreignColumns: [matrix.orgId, matrix.id],
  }),
]);

/** What an organisation decided about risk as a whole: the matrix version in use and how much may be lost how often. */
export const riskSettingColumns = () => ({
  orgId: orgId(),
  matrixVersionId: uuid().notNull(),
  exposureLimit: minor(), // of a loss over twelve months
  exposureChance: doublePrecision(), // highest chance of losing more, a fraction
  version: version(),
});
export const riskSetting = recorded("risk_setting", riskSettingColumns, (t) => [
  primaryKey({ columns: [t.orgId] }),
  foreignKey({
    name: "risk_setting_matrix_version",
    columns: [t.orgId, t.matrixVersionId],
    foreignColumns: [matrixVersion.orgId, matrixVersion.id],
  }),
  check("risk_setting_exposure", sql`${t.exposureLimit} >= 0 and ${t.exposureChance} between 0 and 1`),
]);

/** A category of risk, which is also a dimension of impact, and how much of it is borne. */
export const appetiteColumns = () => ({
  orgId: orgId(),
  category: text().notNull(),
  name: text().notNull(),
  position: integer().notNull().default(0),
  stance: text().notNull(),
  tolerance: text({ enum: SEVERITIES }).notNull(), // the gravest class that is still borne
  note: text(),
  version: version(),
});
export const appetite = recorded("appetite", appetiteColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.category] }),
  uniqueIndex("appetite_name").on(t.orgId, t.name),
  check("appetite_tolerance", sql`${t.tolerance} in ('green', 'yellow', 'amber', 'red')`),
]);

/** Which level owns and may accept risks of a class. */
export const authorityColumns = () => ({
  orgId: orgId(),
  severity: text({ enum: SEVERITIES }).notNull(),
  role: text().notNull(),
  version: version(),
});
export const authority = recorded("authority", authorityColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.severity] }),
  check("authority_severity", sql`${t.severity} in ('green', 'yellow', 'amber', 'red')`),
]);

export const escalationRuleColumns = () => ({
  orgId: orgId(),
  key: text().notNull(),
  enabled: boolean().notNull().default(true),
  params: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  version: version(),
});
export const escalationRule = recorded("escalation_rule", escalationRuleColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.key] }),
]);
