/** The parts of a pack, in their order. */
export const SECTIONS = [
  "Summary",
  "What changed",
  "Portfolio",
  "Model health",
  "Risks",
  "Definitions and sources",
] as const;
export type Section = (typeof SECTIONS)[number];

/** A section could not be gathered or printed. The pack is refused: a pack that leaves something out would lie. */
export class PackSectionError extends Error {
  constructor(
    readonly section: Section,
    cause: unknown,
  ) {
    // Only what our own rules say is shown: the words of a database would name our tables.
    const reason =
      cause instanceof RangeError || typeof cause === "string" ? `: ${String(cause).replace(/^\w*Error: /, "")}` : ".";
    super(`The section "${section}" could not be made${reason}`, { cause });
    this.name = "PackSectionError";
  }
}

/** Runs one section; what it throws says which section it was. */
export async function inSection<T>(section: Section, make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (cause) {
    throw new PackSectionError(section, cause);
  }
}
