import { z } from "zod";

export const NOTIFICATION_KINDS = [
  "mention",
  "comment",
  "stage",
  "alert",
  "owner",
  "action",
  "raised",
  "acceptance",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Mail includes the application: what is mailed stands in the notifications as well. */
export const DELIVERIES = ["none", "app", "mail"] as const;
export type Delivery = (typeof DELIVERIES)[number];

export const KIND_LABELS: Record<NotificationKind, { name: string; meaning: string }> = {
  mention: { name: "Mentions", meaning: "Somebody names you in a comment." },
  comment: { name: "Comments", meaning: "Somebody comments on what you follow." },
  stage: { name: "Stages", meaning: "An initiative you follow moves to another stage." },
  alert: { name: "Alerts", meaning: "A model you follow leaves its limits, or stops reporting." },
  owner: { name: "Ownership", meaning: "You are made the owner of a record." },
  action: { name: "Actions", meaning: "You are made the owner of a response to a risk." },
  raised: { name: "Risks raised", meaning: "A rule raises a risk to the level you stand on." },
  acceptance: {
    name: "Acceptances",
    meaning: "You are asked to accept a risk, or one you own, proposed or accepted is decided, goes stale or ends.",
  },
};

export const DELIVERY_LABELS: Record<Delivery, string> = {
  none: "Not at all",
  app: "In Portolan",
  mail: "In Portolan and by mail",
};

export type Preferences = Record<NotificationKind, Delivery>;

/** What holds for somebody who chose nothing: mail for what asks something of them. */
export const DEFAULT_PREFERENCES: Preferences = {
  mention: "mail",
  comment: "app",
  stage: "app",
  alert: "mail",
  owner: "mail",
  action: "mail",
  raised: "mail",
  acceptance: "mail",
};

export const preferenceEdit = z.object({ kind: z.enum(NOTIFICATION_KINDS), delivery: z.enum(DELIVERIES) });
export type PreferenceEdit = z.infer<typeof preferenceEdit>;

/** Quiet this long after the last notification before a mail goes out, so that a burst is one mail. */
export const DIGEST_QUIET_MS = 2 * 60_000;
/** However busy it is, the first notification of a burst waits no longer than this. */
export const DIGEST_LATEST_MS = 15 * 60_000;

/** When the mail of a burst is due, from its first and its last notification. */
export function digestDueAt(first: Date, last: Date): Date {
  return new Date(Math.min(last.getTime() + DIGEST_QUIET_MS, first.getTime() + DIGEST_LATEST_MS));
}
