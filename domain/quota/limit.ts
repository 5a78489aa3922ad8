import { sizeText } from "../document/sentence";
import { AppError } from "../shared/error";
import { groupThousands, plural } from "../shared/sentence";

/** What an organisation may hold only so much of. */
export const QUOTA_KINDS = ["members", "initiatives", "models", "connections", "points", "documents"] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];
export const isQuotaKind = (text: string): text is QuotaKind => (QUOTA_KINDS as readonly string[]).includes(text);

export const QUOTA_LABELS: Record<QuotaKind, string> = {
  members: "Active members",
  initiatives: "Initiatives",
  models: "Models",
  connections: "Connections",
  points: "Stored points",
  documents: "Documents",
};

const NOUNS: Record<QuotaKind, string> = {
  members: "active member",
  initiatives: "initiative",
  models: "model",
  connections: "connection",
  points: "stored point",
  documents: "byte",
};

/** An amount of a kind: documents are counted in bytes, everything else in pieces. */
export const amountText = (kind: QuotaKind, amount: number): string =>
  kind === "documents" ? sizeText(amount) : groupThousands(amount);

/** `most` null: no limit. */
export const limitText = (kind: QuotaKind, most: number | null): string =>
  most === null ? "no limit" : amountText(kind, most);

/** Points are counted no further than this where nothing limits them. */
export const POINTS_COUNTED = 1_000_000;

/** How much there is: "more than 1,000,000" where counting stopped. */
export const heldText = (kind: QuotaKind, used: number): string =>
  kind === "points" && used > POINTS_COUNTED ? `more than ${amountText(kind, POINTS_COUNTED)}` : amountText(kind, used);

/** Part of a limit, 0 and up; null without one. */
export const shareOf = (used: number, most: number | null): number | null =>
  most === null ? null : most === 0 ? 1 : used / most;

const allowed = (kind: QuotaKind, most: number): string =>
  kind === "documents" ? `${sizeText(most)} of documents` : `${groupThousands(most)} ${plural(most, NOUNS[kind])}`;

/** More than the organisation may hold; nothing was saved. */
export class QuotaReached extends AppError {
  constructor(
    readonly kind: QuotaKind,
    readonly most: number,
  ) {
    super(
      "PRECONDITION_FAILED",
      `The limit of this organisation is reached: ${allowed(kind, most)}. Nothing was saved. Whoever runs this installation can raise it.`,
    );
    this.name = "QuotaReached";
  }
}

const MB = 1_000_000;

/**
 * "members=50", "points=none", "documents=20000" (MB).
 * @throws AppError BAD_REQUEST
 */
export function parseLimit(text: string): { kind: QuotaKind; most: number | null } {
  const [, kind = "", amount = ""] = /^([a-z]+)=(none|\d{1,12})$/.exec(text) ?? [];
  if (!isQuotaKind(kind))
    throw new AppError(
      "BAD_REQUEST",
      `"${text}" is no limit. Give one of ${QUOTA_KINDS.join(", ")} and a whole number or none: members=50, points=none, documents=20000 (MB).`,
    );
  return { kind, most: amount === "none" ? null : Number(amount) * (kind === "documents" ? MB : 1) };
}
