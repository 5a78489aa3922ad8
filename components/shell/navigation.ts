/** What the navigation knows of the organisation; all of it plain data. */
export type NavKey = "overview" | "initiatives" | "risks" | "models" | "packs" | "imports" | "connections" | "settings";

/** A number at the right of an entry; `alert` says it in red with a square, as for models outside their limits. */
export type NavCount = { value: number; alert?: boolean; meaning?: string };
export type NavCounts = Partial<Record<NavKey, NavCount>>;

export type NavEntry = { key: NavKey; label: string; short: string; href: string; permission: string };

const ENTRIES: readonly Omit<NavEntry, "href">[] = [
  { key: "overview", label: "Overview", short: "Overview", permission: "organisation:read" },
  { key: "initiatives", label: "Initiatives", short: "Initiatives", permission: "initiative:read" },
  { key: "risks", label: "Risks", short: "Risks", permission: "risk:read" },
  { key: "models", label: "Models", short: "Models", permission: "model:read" },
  { key: "packs", label: "Steering packs", short: "Packs", permission: "pack:read" },
  { key: "imports", label: "Imports", short: "Imports", permission: "import:read" },
  { key: "connections", label: "Connections", short: "Connections", permission: "connection:read" },
  { key: "settings", label: "Settings", short: "Settings", permission: "organisation:read" },
];

/** The entries a person may open, in their order. */
export function navEntries(slug: string, permissions: readonly string[]): NavEntry[] {
  return ENTRIES.filter((entry) => permissions.includes(entry.permission)).map((entry) => ({
    ...entry,
    href: entry.key === "overview" ? `/${slug}` : `/${slug}/${entry.key}`,
  }));
}

/** The entry a path belongs to: `/acme/models/7` belongs to models. */
export function currentEntry(pathname: string, entries: readonly NavEntry[]): NavEntry | undefined {
  const segment = pathname.split("/")[2] ?? "";
  return entries.find((entry) => (segment === "" ? entry.key === "overview" : entry.key === segment));
}
