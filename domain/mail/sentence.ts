import { counted, sentenceCase } from "../shared/sentence";

type Outbox = { queued: number; failed: number; isConfigured: boolean };

/** The state of the outbox as one sentence. */
export function mailHeadline({ queued, failed, isConfigured }: Outbox): string {
  if (!isConfigured) return "No mail server is set: mails are kept, not sent.";
  if (queued === 0 && failed === 0) return "Every mail was sent.";
  const parts = [
    queued > 0 ? `${counted(queued, "mail")} ${queued === 1 ? "waits" : "wait"} for the mail server` : null,
    failed > 0 ? `${counted(failed, "mail")} could not be delivered` : null,
  ];
  return `${sentenceCase(parts.filter(Boolean).join(" and "))}.`;
}

type State = { status: "queued" | "sent" | "failed"; attempts: number };

export function mailState({ status, attempts }: State): string {
  if (status === "sent") return "sent";
  if (status === "failed") return "given up";
  return attempts === 0 ? "waiting" : `waiting, tried ${attempts === 1 ? "once" : `${attempts} times`}`;
}

/** Cuts a text at its links, so that a page can make them work. */
export function withLinks(text: string): { text: string; isLink: boolean }[] {
  const parts = text.split(/(https?:\/\/[^\s\]>)]+)/);
  return parts.filter(Boolean).map((part) => ({ text: part, isLink: /^https?:\/\//.test(part) }));
}
