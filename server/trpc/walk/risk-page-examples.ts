import { expect } from "vitest";
import type { Example } from "./examples";

/** What a risk's page asks beside its own figures: its record, the starter library, taxonomies. */
export const riskPageExamples: Record<string, Example> = {
  "risk.activity": {
    as: "viewer",
    input: ({ ids }) => ({ id: ids.risk }),
    proof: ({ answer }) => expect(answer).toMatchObject({ page: 1, total: expect.any(Number) }),
  },
  "starter.list": {
    as: "viewer",
    input: ({ ids }) => ({ q: "alert", initiativeId: ids.initiative }),
    proof: ({ answer }) => expect(JSON.stringify(answer)).toContain("Alert fatigue"),
  },
  "starter.accept": { as: "pmo", input: ({ ids }) => ({ starterId: "alert-fatigue", initiativeId: ids.initiative }) },
  "taxonomy.of": { as: "viewer", input: ({ ids }) => ({ riskId: ids.risk }) },
  "taxonomy.find": {
    as: "viewer",
    input: () => ({ q: "prompt injection" }),
    proof: ({ answer }) => expect(answer).toContainEqual(expect.objectContaining({ ref: "LLM01", edition: "2026" })),
  },
};
