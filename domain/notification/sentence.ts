import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES } from "../initiative/choice";
import { ENDING_DAYS } from "../risk/acceptance";
import { AUTHORITY_IN_SENTENCE, AUTHORITY_ROLES } from "../risk/authority";
import { counted, sentence, sentenceCase, verb } from "../shared/sentence";
import type { NotificationKind } from "./kind";

export type Told = {
  kind: NotificationKind;
  actorName: string;
  /** Code and title of the record. */
  subject: string;
  detail: { from?: string | null; to?: string | null; level?: string; rule?: string; step?: string; more?: number };
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

const RAISED: Record<string, string> = {
  beyond_tolerance: "its residual is above tolerance",
  red_imminent: "it is red and imminent",
  action_overdue: "its response is overdue",
};

const STEPS: Record<string, string> = {
  proposed: "asks for the acceptance of",
  accepted: "accepted",
  refused: "refused to accept",
  withdrawn: "withdrew the acceptance of",
};

/** Of many, which were raised to several levels by several rules, neither is said. */
function raisedText(what: string, { to, rule, more }: Told["detail"]): string {
  if (more) return `${what} are raised to you`;
  const level = AUTHORITY_ROLES.find((each) => each === to);
  const why = RAISED[rule ?? ""];
  return `${what} is raised to ${level ? AUTHORITY_IN_SENTENCE[level] : "you"}${why ? `: ${why}` : ""}`;
}

function acceptanceText(actorName: string, what: string, { step, more }: Told["detail"]): string {
  if (step === "expired") return `the acceptance of ${what} has ended`;
  if (step === "ending") return `the acceptance of ${what} ends within ${counted(ENDING_DAYS, "day")}`;
  if (step === "stale") return `the acceptance of ${what} is stale: the residual is no longer the accepted one`;
  const did = STEPS[step ?? ""];
  return did && !more ? `${actorName} ${did} ${what}` : `${actorName} changed the acceptance of ${what}`;
}

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
    case "action":
      return sentence(`${actorName} made you the owner of a response to ${what}`);
    case "raised":
      return sentence(raisedText(what, detail));
    case "acceptance":
      return sentence(acceptanceText(actorName, what, detail));
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
