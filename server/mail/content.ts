import { z } from "zod";
import { isMailTemplate, type MailTemplate, mailTemplates } from "@/domain/mail/template";
import { need } from "@/env";
import { sealText, unsealText } from "../auth/seal";

type Place = { orgId: string; id: string };
const placeOf = ({ orgId, id }: Place) => `mail:${orgId}:${id}`;

const SAID = {
  otherKey: "This mail was sealed under another key and cannot be sent.",
  altered: "This mail cannot be opened.",
};

/** A mail as it goes out. */
export const letter = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type Letter = z.infer<typeof letter>;

/** What a mail of the outbox holds: values that are not yet words, or the whole letter where no server takes it. */
const content = z.union([z.object({ values: z.unknown() }), z.object({ letter })]);
type Content = z.infer<typeof content>;

export const sealContent = (place: Place, given: Content): string =>
  sealText(need("SECRETS_KEY"), placeOf(place), JSON.stringify(given));

/** @throws AppError PRECONDITION_FAILED when it was sealed under another key or altered */
export const openContent = (place: Place, sealed: string): Content =>
  content.parse(JSON.parse(unsealText(need("SECRETS_KEY"), placeOf(place), sealed, SAID)));

/** The values of a template, checked. @throws RangeError for a template that does not exist, ZodError for wrong values */
export function valuesOf(template: string, values: unknown): { name: MailTemplate; values: unknown } {
  if (!isMailTemplate(template)) throw new RangeError(`There is no mail "${template}" in domain/mail/template.ts`);
  return { name: template, values: mailTemplates[template].parse(values) };
}
