import { type ExposureFigures, type ExposureQuestion, exposureOf } from "@/domain/risk/exposure-figures";
import type { ExposedRisk } from "@/domain/risk/simulate";

export type ExposureRequest = { id: number; risks: readonly ExposedRisk[]; question: ExposureQuestion };
export type ExposureAnswer = { id: number } & ({ figures: ExposureFigures } | { fault: string });

/** The worker's whole work: the function the server calls, and a fault said instead of thrown. */
export function answerOf({ id, risks, question }: ExposureRequest): ExposureAnswer {
  try {
    return { id, figures: exposureOf(risks, question) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.message : "The trials could not be run." };
  }
}
