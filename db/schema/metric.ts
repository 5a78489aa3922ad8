import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, operational, orgId, recorded, series as seriesTable, version } from "../columns";
import { model } from "./model";

export const METRIC_KINDS = ["performance", "drift", "data_quality", "service", "volume", "other"] as const;
export const DIRECTIONS = ["high", "low"] as const; // which side is bad

export const seriesColumns = () => ({
  orgId: orgId(),
  id: id(),
  modelId: uuid().notNull(),
  connectionId: uuid(),
  metric: text().notNull(), // e.g. recall
  label: text().notNull(),
  kind: text({ enum: METRIC_KINDS }).notNull().default("other"),
  unit: text(),
  dims: jsonb().$type<Record<string, string>>().notNull().default({}),
  key: text().notNull(), // SHA-256 of connection, model ref, metric, sorted dims
  primary: boolean().notNull().default(false), // the measure shown first for its model
  intervalSeconds: integer(), // expected distance of two points
  version: version(),
});
export const series = recorded("series", seriesColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("series_key").on(t.orgId, t.key),
  index("series_model").on(t.orgId, t.modelId),
  foreignKey({ name: "series_model_fk", columns: [t.orgId, t.modelId], foreignColumns: [model.orgId, model.id] }),
]);

/** The current value of each point; partitioned by month of `at`. NaN and infinities are stored as such. */
export const point = seriesTable(
  "point",
  () => ({
    orgId: orgId(),
    seriesId: uuid().notNull(),
    at: instant().notNull(),
    value: doublePrecision().notNull(),
    receivedAt: instant().notNull().default(sql`private.stamp()`),
    pollRunId: uuid(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.seriesId, t.at] })],
);

/** Values a later pull restated; written by trigger only. */
export const pointReplaced = seriesTable(
  "point_replaced",
  () => ({
    orgId: orgId(),
    seriesId: uuid().notNull(),
    at: instant().notNull(),
    value: doublePrecision().notNull(),
    receivedAt: instant().notNull(),
    replacedAt: instant().notNull(),
    pollRunId: uuid(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.seriesId, t.at, t.receivedAt] })],
);

export const seriesWatermark = operational(
  "series_watermark",
  () => ({ orgId: orgId(), seriesId: uuid().notNull(), highAt: instant().notNull(), receivedAt: instant().notNull() }),
  (t) => [primaryKey({ columns: [t.orgId, t.seriesId] })],
);

export const ruleColumns = () => ({
  orgId: orgId(),
  id: id(),
  modelId: uuid().notNull(),
  seriesId: uuid().notNull(),
  direction: text({ enum: DIRECTIONS }).notNull(),
  warning: doublePrecision(),
  critical: doublePrecision(),
  clearWarning: doublePrecision(),
  clearCritical: doublePrecision(),
  breaches: smallint().notNull().default(1), // consecutive windows before it opens
  clears: smallint().notNull().default(1), // consecutive windows before it clears
  noDataAfter: smallint().notNull().default(2), // missing windows
  windowSeconds: integer().notNull().default(86400),
  singleShot: boolean().notNull().default(false),
  minimumCases: integer().notNull().default(0), // a window with fewer counts as one without data
  casesSeriesId: uuid(), // the measure that counts them
  labelDelayDays: smallint().notNull().default(0), // until outcomes are known, a window is not judged
  active: boolean().notNull().default(true),
  note: text(),
  version: version(),
});
export const rule = recorded("rule", ruleColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("rule_model").on(t.orgId, t.modelId),
  index("rule_series").on(t.orgId, t.seriesId),
  foreignKey({ name: "rule_series_fk", columns: [t.orgId, t.seriesId], foreignColumns: [series.orgId, series.id] }),
  foreignKey({
    name: "rule_cases_fk",
    columns: [t.orgId, t.casesSeriesId],
    foreignColumns: [series.orgId, series.id],
  }),
  check("rule_cases", sql`${t.minimumCases} >= 0 and (${t.minimumCases} = 0 or ${t.casesSeriesId} is not null)`),
  check("rule_label_delay", sql`${t.labelDelayDays} between 0 and 400`),
  check(
    "rule_counts",
    sql`${t.breaches} >= 1 and ${t.clears} >= 1 and ${t.noDataAfter} >= 1 and ${t.windowSeconds} >= 1`,
  ),
  check("rule_limits", sql`${t.warning} is not null or ${t.critical} is not null`),
]);

export const ruleState = operational(
  "rule_state",
  () => ({
    orgId: orgId(),
    ruleId: uuid().notNull(),
    state: jsonb().$type<unknown>().notNull(),
    evaluatedTo: instant(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.ruleId] })],
);

export const ALERT_LEVELS = ["warning", "critical", "no_data"] as const;

export const alertColumns = () => ({
  orgId: orgId(),
  id: id(),
  ruleId: uuid().notNull(),
  modelId: uuid().notNull(),
  seriesId: uuid().notNull(),
  level: text({ enum: ALERT_LEVELS }).notNull(), // worst since opening is in history
  openedAt: instant().notNull(), // business time of the window that opened it
  closedAt: instant(),
  value: doublePrecision(), // at the last transition
  limit: doublePrecision(),
  version: version(),
});
export const alert = recorded("alert", alertColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  index("alert_model").on(t.orgId, t.modelId, t.openedAt),
  index("alert_opened").on(t.orgId, t.openedAt, t.id),
  uniqueIndex("alert_open").on(t.orgId, t.ruleId).where(sql`closed_at is null`),
  foreignKey({ name: "alert_rule_fk", columns: [t.orgId, t.ruleId], foreignColumns: [rule.orgId, rule.id] }),
]);
