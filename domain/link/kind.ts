export const LINK_KINDS = ["relates", "depends", "duplicates", "replaces"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** How a link reads from its first record to its second, and back. */
export const LINK_WORDS: Record<LinkKind, { from: string; to: string }> = {
  relates: { from: "relates to", to: "relates to" },
  depends: { from: "depends on", to: "is needed by" },
  duplicates: { from: "duplicates", to: "is duplicated by" },
  replaces: { from: "replaces", to: "is replaced by" },
};

export const linkWord = (kind: LinkKind, turned: boolean): string => LINK_WORDS[kind][turned ? "to" : "from"];
