import { groupThousands, plural } from "../shared/sentence";

export const auditHeadline = (total: number, isFiltered: boolean): string =>
  `${groupThousands(total)} ${plural(total, "line")} ${isFiltered ? `${total === 1 ? "matches" : "match"} the filter.` : "of who did what, when and from where."}`;
