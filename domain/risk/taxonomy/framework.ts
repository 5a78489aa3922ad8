/** Frameworks whose ids a risk may carry. Names and editions only: small enough for any page. The entries are in catalogue.ts. */
export const FRAMEWORK_KEYS = [
  "mit-ai-risk",
  "mit-causal",
  "nist-ai-600-1",
  "owasp-llm",
  "owasp-agentic",
  "mitre-atlas",
  "ibm-risk-atlas",
] as const;
export type FrameworkKey = (typeof FRAMEWORK_KEYS)[number];

/** An id of one edition of a framework: ids move between editions, so neither is said without the other. */
export type TaxonomyRef = { framework: FrameworkKey; edition: string; ref: string };

export type Framework = {
  name: string;
  /** The one that new risks are given, then the older ones whose relations are kept. */
  editions: readonly [string, ...string[]];
  url: string;
  /** Said wherever its titles are shown or printed. */
  credit: string;
};

const MIT_CREDIT =
  "Slattery et al., The AI Risk Repository, version 3, March 2025, CC BY 4.0; identifiers and titles only.";
const OWASP_CREDIT = "OWASP GenAI Security Project; identifiers and titles only.";

export const FRAMEWORKS: Record<FrameworkKey, Framework> = {
  "mit-ai-risk": {
    name: "MIT AI Risk Repository: domains",
    editions: ["v3"],
    url: "https://airisk.mit.edu",
    credit: MIT_CREDIT,
  },
  "mit-causal": {
    name: "MIT AI Risk Repository: causes",
    editions: ["v3"],
    url: "https://airisk.mit.edu",
    credit: MIT_CREDIT,
  },
  "nist-ai-600-1": {
    name: "NIST AI 600-1, Generative AI Profile",
    editions: ["2024"],
    url: "https://doi.org/10.6028/NIST.AI.600-1",
    credit: "National Institute of Standards and Technology, NIST AI 600-1, July 2024, public information.",
  },
  "owasp-llm": {
    name: "OWASP Top 10 for LLM Applications",
    editions: ["2026", "2025"],
    url: "https://genai.owasp.org/llm-top-10",
    credit: OWASP_CREDIT,
  },
  "owasp-agentic": {
    name: "OWASP Top 10 for Agentic Applications",
    editions: ["2026"],
    url: "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026",
    credit: OWASP_CREDIT,
  },
  "mitre-atlas": {
    name: "MITRE ATLAS techniques",
    editions: ["5.6"],
    url: "https://atlas.mitre.org",
    credit: "Copyright 2021–2025 MITRE, MITRE ATLAS data 5.6, Apache License 2.0; identifiers and titles only.",
  },
  "ibm-risk-atlas": {
    name: "IBM AI Risk Atlas",
    editions: ["2025-10"],
    url: "https://www.ibm.com/docs/en/watsonx/saas?topic=ai-risk-atlas",
    credit: "IBM AI Risk Atlas by way of IBM AI Atlas Nexus, Apache License 2.0; identifiers and titles only.",
  },
};

/** The edition that new risks are given. */
export const currentEdition = (framework: FrameworkKey): string => FRAMEWORKS[framework].editions[0];
