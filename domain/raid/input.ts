import { z } from "zod";
import { FAULTS, saysSomething, standsOnce } from "../risk/input";
import { SEVERITIES } from "../risk/severity";
import { ASSUMPTION_STATUSES } from "./choice";

export const RAID_LIMITS = { title: 300, text: 4_000, reason: 2_000 } as const;

const reason = z.string().trim().min(3, "Say why, in a sentence others can follow.").max(RAID_LIMITS.reason);
const day = z.iso.date("Use a date such as 2026-11-20.");
const version = z.number().int().positive();
const text = z
  .string()
  .trim()
  .max(RAID_LIMITS.text)
  .transform((given) => (given === "" ? null : given))
  .nullable();
const NOTHING = "Nothing is changed.";
const placed = { message: FAULTS.place, path: ["initiativeId"] };

const place = {
  programId: z.uuid().nullable(),
  initiativeId: z.uuid().nullable(),
  modelId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
};

const assumption = z.object({
  ...place,
  statement: z.string().trim().min(1, "Say what is taken as true.").max(RAID_LIMITS.text),
  validateBy: day.nullable(),
  /** The risk that follows if it is false. */
  riskId: z.uuid().nullable(),
  raisedOn: day,
  note: text,
});
export const newAssumption = assumption.partial().required({ statement: true }).refine(standsOnce, placed);
export type NewAssumption = z.infer<typeof newAssumption>;
export const assumptionEdit = z.object({
  id: z.uuid(),
  version,
  patch: assumption.partial().refine(saysSomething, NOTHING),
});
export type AssumptionEdit = z.infer<typeof assumptionEdit>;

/** What became of it. One that proved false may raise the risk that follows. */
export const assumptionOutcome = z
  .object({
    id: z.uuid(),
    version,
    status: z.enum(ASSUMPTION_STATUSES),
    reason,
    raise: z.object({ title: z.string().trim().min(1).max(RAID_LIMITS.title) }).optional(),
  })
  .refine(({ status, raise }) => status === "failed" || !raise, {
    message: "Only an assumption that proved false raises a risk.",
    path: ["raise"],
  });
export type AssumptionOutcome = z.infer<typeof assumptionOutcome>;

const issue = z.object({
  ...place,
  title: z.string().trim().min(1, "Say what has gone wrong.").max(RAID_LIMITS.title),
  description: text,
  severity: z.enum(SEVERITIES),
  /** Resolved is said with its resolution, by its own command. */
  status: z.enum(["open", "in_progress"]),
  resolutionDueOn: day.nullable(),
  raisedOn: day,
});
export const newIssue = issue.partial().required({ title: true, severity: true }).refine(standsOnce, placed);
export type NewIssue = z.infer<typeof newIssue>;
export const issueEdit = z.object({ id: z.uuid(), version, patch: issue.partial().refine(saysSomething, NOTHING) });
export type IssueEdit = z.infer<typeof issueEdit>;

export const issueResolution = z.object({ id: z.uuid(), version, resolution: reason });
export type IssueResolution = z.infer<typeof issueResolution>;
export const issueReopening = z.object({ id: z.uuid(), reason });
