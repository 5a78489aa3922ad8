import { z } from "zod";
import { isCurrency, isLocale, isTimeZone } from "./settings";
import { isReserved, SLUG_FORM } from "./slug";

const name = z.string().trim().min(1, "Write a name.").max(120, "Use 120 characters or fewer.");
const timeZone = z.string().refine(isTimeZone, "Choose a time zone from the list, such as Europe/Berlin.");
const currency = z.string().trim().toUpperCase().refine(isCurrency, "Choose a currency from the list, such as USD.");
const locale = z.string().trim().refine(isLocale, "Choose a language and region from the list, such as en-US.");
const fiscalYearStart = z.number().int().min(1, "Choose a month.").max(12, "Choose a month.");

const settings = z.object({ name, timeZone, currency, locale, fiscalYearStart });

export const organisationEdit = settings.extend({ version: z.number().int().min(1) });
export type OrganisationEdit = z.infer<typeof organisationEdit>;

export const organisationStart = settings.extend({
  slug: z
    .string()
    .trim()
    .regex(SLUG_FORM, "Use 2 to 63 lower-case letters, digits and hyphens; start with a letter or digit.")
    .refine((slug) => !isReserved(slug), "This address is taken by a page. Choose another."),
  locale: locale.default("en-US"),
  fiscalYearStart: fiscalYearStart.default(1),
});
export type OrganisationStart = z.infer<typeof organisationStart>;

export const sampleRemoval = z.object({ name: z.string().max(200) });
export type SampleRemoval = z.infer<typeof sampleRemoval>;
