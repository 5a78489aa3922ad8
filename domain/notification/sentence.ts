import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES } from "../initiative/choice";
import { counted, sentence, sentenceCase, verb } from "../shared/sentence";
import type { NotificationKind } from "./kind";

export type Told = {
  kind: NotificationKind;
  actorName: string;
  /** Code and title of the record. */
  subject: string;
  detail: { from?: string | null; to?: string | null; level?: string; more?: number };
};

const LEVELS: Record<string, string> = {
  critical: "is outside its critical limit",
  warning: "is outside its warning limit",
  no_data: "has stopped reporting",
};

const stageName = (stage: string | null | undefined): string => {
  const known = INITIATIVE_STAGES.find((each) => each === stage);
  return known ? INITIATIVE_STAGE_LABELS[known] : "no stage";
};

/** What happened, as one sentence. */
export function notificationSentence({ kind, actorName, subject, detail }: Told): string {
  const what = detail.more ? `${subject} and ${counted(detail.more, "more", "more")}` : subject;
  switch (kind) {
    case "mention":
      return sentence(`${actorName} named you on ${what}`);
    case "comment":
      return sentence(`${actorName} commented on ${what}`);
    case "stage":
      return detail.more
        ? sentence(`${actorName} moved ${what} to other stages`)
        : sentence(`${actorName} moved ${what} from ${stageName(detail.from)} to ${stageName(detail.to)}`);
    case "alert":
      return sentence(`${what} ${LEVELS[detail.level ?? ""] ?? "raised an alert"}`);
    default:
      return sentence(`${actorName} made you the owner of ${what}`);
  }
}

/** How many wait, as the headline of the notification centre. */
export function unreadSentence(unread: number, total: number): string {
  if (total === 0) return "Nothing happened yet to what you follow.";
  if (unread === 0) return "You have read everything.";
  return sentence(`${counted(unread, "notification")} ${verb(unread, "is", "are")} unread`);
}

/** Subject of the mail for a burst of notifications. */
export function digestSubject(sentences: readonly string[], organisation: string): string {
  const [only] = sentences;
  if (sentences.length === 1 && only) return `${organisation}: ${only.replace(/\.$/, "")}`;
  return `${organisation}: ${sentenceCase(counted(sentences.length, "notification"))}`;
}
