import type { Permission } from "../access/permission";

/** What can be found by its words, with the right that reading it needs. A new noun is one line here and one in the server. */
export const SEARCH_NOUNS = ["initiative", "model", "risk", "program", "member", "connection", "pack"] as const;
export type SearchNoun = (typeof SEARCH_NOUNS)[number];

export const SEARCH_PERMISSIONS: Record<SearchNoun, Permission> = {
  initiative: "initiative:read",
  model: "model:read",
  risk: "risk:read",
  program: "initiative:read",
  member: "member:read",
  connection: "connection:read",
  pack: "pack:read",
};

export const SEARCH_LABELS: Record<SearchNoun, string> = {
  initiative: "Initiatives",
  model: "Models",
  risk: "Risks",
  program: "Programs",
  member: "Members",
  connection: "Connections",
  pack: "Steering packs",
};

/** A thing found: its address is `/<organisation>/<path>`. */
export type Found = { noun: SearchNoun; id: string; title: string; detail: string; path: string };

export const LONGEST_QUERY = 200;
/** Results of one noun, and rows remembered as recent. */
export const MOST_FOUND = 6;
export const MOST_RECENT = 8;
