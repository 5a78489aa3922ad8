import { MONTHS } from "../shared/month";

/** "Cedar Valley Health counts in US dollars, on Chicago time, in fiscal years that start in July." */
export function settingsHeadline(settings: {
  name: string;
  currency: string;
  timeZone: string;
  fiscalYearStart: number;
}): string {
  const money = new Intl.DisplayNames("en", { type: "currency" }).of(settings.currency) ?? settings.currency;
  const place = settings.timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? settings.timeZone;
  const month = MONTHS[settings.fiscalYearStart - 1] ?? "";
  return `${settings.name} counts in ${money}, on ${place} time, in fiscal years that start in ${month}.`;
}
