import { modelMeaning } from "@/domain/pack/model-sentence";
import { type AttentionReason, type ModelState, STANDINGS, standingOf } from "@/domain/pack/standing";
import { formatNumber } from "@/domain/shared/figure";
import type { MeasuredModel, PackData } from "./data";

export const AS_OF = new Date("2026-11-20T11:00:00Z");
export const SINCE = new Date("2026-10-22T10:00:00Z");
export const TIME_ZONE = "America/New_York";
export const DAY = 86_400_000;
export const STAGES = [
  ["idea", "Idea"],
  ["business_case", "Business case"],
  ["design_data", "Design & data"],
  ["build", "Build"],
  ["validation", "Validation"],
  ["pilot", "Pilot"],
  ["production", "Production"],
  ["retired", "Retired"],
] as const;
const TITLES = [
  "Sepsis early warning",
  "Prior-auth triage",
  "Ambient clinical notes",
  "Denial prediction",
  "Readmission outreach",
  "Contact-centre assistant",
  "No-show forecast",
  "Imaging: haemorrhage flag",
  "Coding suggestions",
];
const UNITS = ["Critical care", "Revenue cycle", "Ambulatory", "Imaging", "Contact centre"];
export const PEOPLE = ["R. Adeyemi", "J. Calder", "M. Tran", "Łucja Żak", "D. Ferris", "Ana Peña-Núñez"];

export const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
/** Initiatives with reasons in a fixed pattern, worst first. */
export function samplePortfolio(size: {
  readonly initiatives: number;
  readonly title?: string;
}): PackData["portfolio"]["rows"] {
  const rows = Array.from({ length: size.initiatives }, (_, index) => {
    const reasons: { reason: AttentionReason; words: string }[] = [];
    if (index % 15 === 2)
      reasons.push({ reason: "model_critical", words: `Model ${pick(TITLES, index)} is critical since 12 Nov 2026` });
    if (index % 19 === 4) reasons.push({ reason: "target_past", words: "Target 1 Nov 2026 passed 19 d ago" });
    if (index % 17 === 5) reasons.push({ reason: "not_updated", words: "Nothing recorded for 41 d" });
    if (index % 11 === 6) reasons.push({ reason: "no_owner", words: "Nobody is named as owner" });
    return {
      code: `AI-${String(index + 1).padStart(3, "0")}`,
      title:
        size.title ??
        `${pick(TITLES, index)}${index < TITLES.length ? "" : `, phase ${Math.floor(index / TITLES.length) + 1}`}`,
      unit: index % 13 === 12 ? null : pick(UNITS, index),
      stage: index % 23 === 22 ? null : pick(STAGES, index)[1],
      tier: index % 7 === 6 ? null : (index % 3) + 1,
      owner: index % 11 === 6 ? null : pick(PEOPLE, index),
      targetOn: index % 9 === 8 ? null : `2027-0${(index % 9) + 1}-15`,
      standing: standingOf(reasons.map(({ reason }) => reason)),
      reasons,
    };
  });
  const rank = (row: { standing: (typeof STANDINGS)[number] }) => STANDINGS.indexOf(row.standing);
  return rows.toSorted((left, right) => rank(left) - rank(right) || (left.code < right.code ? -1 : 1));
}

/** Models whose curves fall where their state says so. */
export function sampleModels(count: number): MeasuredModel[] {
  const states: ModelState[] = [
    "critical",
    "warning",
    "no_data",
    "inside",
    "inside",
    "inside",
    "inside",
    "inside",
    "inside",
  ];
  const rows = Array.from({ length: count }, (_, index) => sampleModel(index, pick(states, index)));
  return rows;
}

function sampleModel(index: number, state: ModelState): MeasuredModel {
  const points = Array.from({ length: 90 }, (_, dayIndex) => {
    const wave = 0.9 + 0.015 * Math.sin(dayIndex * 1.7 + index) + 0.008 * Math.sin(dayIndex * 0.6);
    const fall = state === "critical" && dayIndex > 72 ? (dayIndex - 72) * 0.0145 : 0;
    const dip = state === "warning" && dayIndex > 82 ? (dayIndex - 82) * 0.0135 : 0;
    const value = index === 3 && dayIndex === 40 ? Number.NaN : Math.round((wave - fall - dip) * 10_000) / 10_000;
    return { at: new Date(AS_OF.getTime() - (89 - dayIndex) * DAY).toISOString(), value };
  }).slice(0, state === "no_data" ? 84 : 90);
  const last = points.at(-1);
  const now = state === "no_data" ? null : (last?.value ?? null);
  const since = state === "inside" ? null : new Date(AS_OF.getTime() - (state === "critical" ? 8 : 4) * DAY);
  const name = `${pick(TITLES, index)}${index < TITLES.length ? "" : ` ${Math.floor(index / TITLES.length) + 1}`}`;
  const limits = { warning: 0.84, critical: 0.78 };
  return {
    name,
    version: `v${(index % 7) + 1}`,
    tier: (index % 3) + 1,
    measure: index % 4 === 3 ? "precision" : "recall",
    unit: null,
    decimals: 2,
    direction: "low",
    ...limits,
    points,
    versions: [{ label: `v${(index % 7) + 1}`, at: new Date(AS_OF.getTime() - 60 * DAY).toISOString() }],
    now,
    nowAt: now === null ? null : (last?.at ?? null),
    state,
    since: since?.toISOString() ?? null,
    meaning: modelMeaning({
      state,
      measure: index % 4 === 3 ? "precision" : "recall",
      now,
      unit: null,
      decimals: 2,
      direction: "low",
      ...limits,
      since,
      asOf: AS_OF,
      timeZone: TIME_ZONE,
    }),
  };
}

/** A key figure whose term is its own count. */
export function figure(
  key: string,
  label: string,
  value: number,
  context: string | null,
  notes: string[],
  bar: PackData["summary"]["figures"][number]["bar"] = null,
): PackData["summary"]["figures"][number] {
  const words = formatNumber(value);
  return { key, label, value: words, context, bar, marks: [], notes, terms: [{ label: "counted", value: words }] };
}
