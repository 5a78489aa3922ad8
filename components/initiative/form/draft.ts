import { z } from "zod";
import { tagsIn } from "@/components/initiative/page/facts";
import { type InitiativeCreation, initiativeCreation } from "@/domain/initiative/edit";

/** What the form's controls hold: text, where empty text is an empty value. */
export type Draft = {
  code: string;
  title: string;
  problem: string;
  outcome: string;
  businessUnit: string;
  domain: string;
  type: string;
  tier: string;
  stage: string;
  deliveryMethod: string;
  sponsorId: string;
  ownerId: string;
  leadId: string;
  programId: string;
  startOn: string;
  targetOn: string;
  tags: string;
  restricted: boolean;
  custom: Record<string, string>;
};

export type FormField = Exclude<keyof Draft, "restricted" | "custom">;
export const FORM_FIELDS: FormField[] = [
  "code",
  "title",
  "problem",
  "outcome",
  "businessUnit",
  "domain",
  "type",
  "tier",
  "stage",
  "deliveryMethod",
  "sponsorId",
  "ownerId",
  "leadId",
  "programId",
  "startOn",
  "targetOn",
  "tags",
];

export const emptyDraft = (ownerId: string): Draft => ({
  code: "",
  title: "",
  problem: "",
  outcome: "",
  businessUnit: "",
  domain: "",
  type: "",
  tier: "",
  stage: "",
  deliveryMethod: "",
  sponsorId: "",
  ownerId,
  leadId: "",
  programId: "",
  startOn: "",
  targetOn: "",
  tags: "",
  restricted: false,
  custom: {},
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
