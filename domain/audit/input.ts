import { z } from "zod";

export const AUDIT_WHAT = ["everything", "changes", "access", "failures"] as const;
export type AuditWhat = (typeof AUDIT_WHAT)[number];

export const AUDIT_WHAT_LABELS: Record<AuditWhat, string> = {
  everything: "Everything",
  changes: "Changes",
  access: "Coming in",
  failures: "Failures to come in",
};

export const AUDIT_PAGE = 50;

/** Rows before the last page shown; a longer list is narrowed by days, or exported whole. */
export const AUDIT_REACH = 10_000;

/** Days are the organisation's. */
export const auditFilter = z.object({
  what: z.enum(AUDIT_WHAT).default("everything"),
  who: z.uuid().optional(), // a member
  from: z.iso.date().optional(),
  to: z.iso.date().optional(), // that day included
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditPage = auditFilter.extend({
  page: z
    .int()
    .min(1)
    .max(AUDIT_REACH / AUDIT_PAGE)
    .default(1),
});
export type AuditPage = z.infer<typeof auditPage>;
