import type { OrgContext } from "../context";
import { notificationsDue } from "./make/event";

/** The kind of due work that looking at a change is; its id is the change's. Triggers ask for it: db/mechanism/72-subject.sql. */
export const NOTIFICATION_DUE = "notification";

/** Has a committed change looked at now; the sweeper would do so within a minute. */
export const announceNotifications = ({ emit, orgId }: Pick<OrgContext, "emit" | "orgId">, changeId: string) =>
  emit(notificationsDue.create({ orgId, changeId }));
