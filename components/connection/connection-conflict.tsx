"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { useShell } from "@/components/providers/use-shell";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { type AuthKind, PLATFORM_LABELS, type Platform } from "@/domain/connection/choice";
import { intervalWords } from "@/domain/connection/sentence";
import { joinClauses } from "@/domain/shared/sentence";
import type { AppRouter } from "@/server/trpc/root";

export type ConnectionConflict = Extract<inferRouterOutputs<AppRouter>["connection"]["edit"], { outcome: "conflict" }>;
export type ConnectionEdited = ConnectionConflict["merged"];

export const SIGN_IN: Record<AuthKind, string> = {
  none: "none",
  basic: "user name and password",
  bearer: "bearer token",
  headers: "headers of its own",
};

const LABELS: Record<string, string> = {
  ...{ name: "Name", platform: "Platform", url: "Address", auth: "Sign-in", sealedSecret: "Stored sign-in" },
  ...{ config: "What is read", intervalSeconds: "Polled" },
};
const CONFIG_LABELS: Record<string, string> = {
  ...{ prefix: "names begin with", modelLabel: "label of the model", versionLabel: "label of the version" },
  ...{ windowLabel: "label of the window", model: "model without a label", splitByVersion: "versions apart" },
  ...{ models: "registered models", experiments: "experiments", modelTag: "tag of the model" },
  ...{ measures: "measures", queries: "queries", product: "product", dropLabels: "labels left out" },
  ...{ stepSeconds: "seconds of one point", historyDays: "days of the past", lateMinutes: "minutes late" },
  ...{ tenant: "tenant", headers: "other headers", acceptPartial: "partial values accepted", dedup: "one of replicas" },
};

/** A query by its measure and text, headers by their lines; anything else as it is. */
function itemWords(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  const pairs = Object.entries(item).filter(([, value]) => value !== null);
  const { measure, query } = item as { measure?: string; query?: string };
  return measure === undefined ? pairs.map(([name, value]) => `${name}: ${value}`).join(", ") : `${measure} = ${query}`;
}

function configWords(config: Record<string, unknown>): string {
  const parts = Object.entries(config).map(([key, value]) => {
    const text = typeof value === "boolean" ? (value ? "yes" : "no") : [value ?? ""].flat().map(itemWords).join(", ");
    return text === "" ? null : `${CONFIG_LABELS[key] ?? key}: ${text}`;
  });
  return joinClauses(parts);
}

function words(field: string, value: unknown): string {
  if (value === null) return "";
  if (field === "platform") return PLATFORM_LABELS[value as Platform];
  if (field === "auth") return SIGN_IN[value as AuthKind];
  if (field === "sealedSecret") return value ? "a sign-in of its own, which is not shown" : "none";
  if (field === "intervalSeconds") return intervalWords(Number(value));
  return field === "config" ? configWords(value as Record<string, unknown>) : String(value);
}

/** Two people saved one connection. A sign-in is never shown: only whether each gave one. */
export function ConnectionConflictDialog({
  org,
  conflict,
  onResolve,
  onClose,
}: {
  org: string;
  conflict: ConnectionConflict;
  onResolve: (edit: ConnectionEdited, mine: string[]) => void;
  onClose: () => void;
}) {
  const { org: organisation } = useShell(org);
  return (
    <ConflictDialog
      conflict={conflict}
      label={(field) => LABELS[field] ?? field}
      words={words}
      where={organisation}
      onResolve={onResolve}
      onClose={onClose}
    />
  );
}
