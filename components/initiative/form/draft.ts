import { z } from "zod";
import { tagsIn } from "@/components/initiative/page/facts";
import { type InitiativeCreation, initiativeCreation } from "@/domain/initiative/edit";
import { DESCRIBED_FIELDS } from "@/domain/initiative/field-label";

export const FORM_FIELDS = [
  ...DESCRIBED_FIELDS,
  ...(["sponsorId", "ownerId", "leadId", "programId", "startOn", "targetOn", "tags"] as const),
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** What the form's controls hold: text, where empty text is an empty value. */
export type Draft = Record<FormField, string> & { restricted: boolean; custom: Record<string, string> };

export const emptyDraft = (ownerId: string): Draft => ({
  ...(Object.fromEntries(FORM_FIELDS.map((field) => [field, ""])) as Record<FormField, string>),
  ...{ ownerId, restricted: false, custom: {} },
});

function plain(draft: Draft): unknown {
  const { code, tags, tier, restricted, custom, ...texts } = draft;
  const stated = Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [field, field === "title" ? text : text.trim() || null]),
  );
  return {
    ...stated,
    ...(code.trim() ? { code } : {}),
    tier: tier === "" ? null : Number(tier),
    tags: tagsIn(tags),
    restricted,
    custom: Object.fromEntries(Object.entries(custom).filter(([, text]) => text.trim() !== "")),
  };
}

/** What the server takes. @throws ZodError when the draft was not checked before. */
export const draftValues = (draft: Draft): InitiativeCreation => initiativeCreation.parse(plain(draft));

/** Checks a draft by the server's own rules; the draft itself stays what it is. */
export const resolvedDraft = z.custom<Draft>().superRefine((draft, ctx) => {
  const found = initiativeCreation.safeParse(plain(draft));
  for (const issue of found.error?.issues ?? [])
    ctx.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
});
