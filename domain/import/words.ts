/** Nouns that files can be imported as. */
export const IMPORT_NOUNS = ["initiative"] as const;
export type ImportNounName = (typeof IMPORT_NOUNS)[number];

/** `page` is where one of them is found, below the organisation. */
export type ImportWords = { noun: ImportNounName; one: string; many: string; page: (id: string) => string };

export const IMPORT_WORDS: Record<ImportNounName, ImportWords> = {
  initiative: { noun: "initiative", one: "initiative", many: "initiatives", page: (id) => `initiatives/${id}` },
};
