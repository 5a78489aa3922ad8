import { expect } from "vitest";
import { tagRisk } from "@/server/risk/part/commands";
import type { Example } from "./example";
import type { World } from "./world";

/** The world's risk, under an entry of a public taxonomy. */
async function tagged({ member, ids }: World): Promise<string> {
  const add = [{ framework: "owasp-llm", edition: "2026", ref: "LLM01" }];
  await tagRisk(member("pmo").ctx, { riskId: ids.risk, add, remove: [] });
  return ids.risk;
}

/** What a risk's page asks beside its own figures: its record, the starter library, taxonomies. */
export const riskPageExamples: Record<string, Example> = {
  "risk.activity": {
    as: "viewer",
    input: ({ ids }) => ({ id: ids.risk }),
    proof: ({ answer }) => expect(answer).toMatchObject({ page: 1, total: expect.any(Number) }),
  },
  "assumption.get": { as: "viewer", input: ({ ids }) => ({ id: ids.assumption }) },
  "issue.get": { as: "viewer", input: ({ ids }) => ({ id: ids.issue }) },
  "starter.list": {
    as: "viewer",
    input: ({ ids }) => ({ q: "alert", initiativeId: ids.initiative }),
    proof: ({ answer }) => expect(JSON.stringify(answer)).toContain("Alert fatigue"),
  },
  "starter.accept": { as: "pmo", input: ({ ids }) => ({ starterId: "alert-fatigue", initiativeId: ids.initiative }) },
  "taxonomy.of": {
    as: "viewer",
    input: async (world) => ({ riskId: await tagged(world) }),
    proof: ({ answer }) => expect(answer).toContainEqual(expect.objectContaining({ ref: "LLM01", edition: "2026" })),
  },
  "taxonomy.find": {
    as: "viewer",
    input: async (world) => {
      await tagged(world);
      return { q: "owasp prompt injection" };
    },
    proof: ({ answer }) => expect(answer).toContainEqual(expect.objectContaining({ ref: "LLM01", used: 1 })),
  },
};
