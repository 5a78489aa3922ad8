import { definitionsHeadline } from "@/domain/pack/model-sentence";
import type { PackData } from "./data";
import { AS_OF } from "./sample-rows";

export const sampleDefinitions = (initiatives: number, models: number): PackData["definitions"] => ({
  headline: definitionsHeadline(initiatives + models, 3),
  standfirst: "The same date and template give the same file, byte for byte, whoever prints it.",
  terms: [
    { term: "Off track", meaning: "Its target date is past, or a linked model is critical." },
    { term: "No fresh data", meaning: "Nobody updated it for 30 days, or a linked model sends no data." },
    { term: "Watch", meaning: "It has no owner, or a linked model is in warning." },
    { term: "On track", meaning: "None of the above holds." },
    {
      term: "Critical, warning",
      meaning: "The measure stayed past its limit for the number of windows its rule names.",
    },
  ],
  sources: [
    { name: "Register", what: "initiatives", records: initiatives, lastAt: AS_OF.toISOString() },
    { name: "Models", what: "models and versions", records: models, lastAt: AS_OF.toISOString() },
    { name: "Model service", what: "points of measures", records: models * 90, lastAt: null },
  ],
  sealed: { day: "2026-11-19", chain: "3fa9".repeat(16) },
});
