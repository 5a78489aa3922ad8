/** Nouns that files can be imported as. */
export const IMPORT_NOUNS = ["initiative", "risk", "assumption", "issue"] as const;
export type ImportNounName = (typeof IMPORT_NOUNS)[number];

/** `page` is where one of them is found, below the organisation. */
export type ImportWords = { noun: ImportNounName; one: string; many: string; page: (id: string) => string };

export const IMPORT_WORDS: Record<ImportNounName, ImportWords> = {
  initiative: { noun: "initiative", one: "initiative", many: "initiatives", page: (id) => `initiatives/${id}` },
  risk: { noun: "risk", one: "risk", many: "risks", page: (id) => `risks/${id}` },
  assumption: {
    ...{ noun: "assumption", one: "assumption", many: "assumptions" },
    page: (id) => `risks/log?entry=assumption:${id}`,
  },
  issue: { noun: "issue", one: "issue", many: "issues", page: (id) => `risks/log?entry=issue:${id}` },
};
