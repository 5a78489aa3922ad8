export type ProgramNode = { id: string; parentId: string | null; name: string };
export type PlacedProgram<T extends ProgramNode> = T & { depth: number; path: string[] };

/** How deep programs may lie in one another; deeper trees are hard to read and to draw. */
export const DEEPEST = 8;

/** The programs as a list read from top to bottom: each below its parent, siblings by name. One whose parent is absent is a root. */
export function placePrograms<T extends ProgramNode>(programs: readonly T[]): PlacedProgram<T>[] {
  const known = new Set(programs.map(({ id }) => id));
  const below = new Map<string | null, T[]>();
  for (const program of programs) {
    const parent = program.parentId !== null && known.has(program.parentId) ? program.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), program]);
  }
  const placed: PlacedProgram<T>[] = [];
  const place = (parent: string | null, depth: number, path: string[]) => {
    const children = (below.get(parent) ?? []).sort((a, b) => a.name.localeCompare(b.name, "en"));
    for (const child of children) {
      placed.push({ ...child, depth, path: [...path, child.name] });
      place(child.id, depth + 1, [...path, child.name]);
    }
  };
  place(null, 0, []);
  return placed;
}

/** A program and every one below it. */
export function withBelow(programs: readonly ProgramNode[], id: string): Set<string> {
  const found = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const program of programs) {
      if (program.parentId === null || !found.has(program.parentId) || found.has(program.id)) continue;
      found.add(program.id);
      grown = true;
    }
  }
  return found;
}

/** Who directs a program: its own director, else that of the nearest one above; null where none of them names one. */
export function directorOf(
  programs: ReadonlyMap<string, { parentId: string | null; directorId: string | null }>,
  id: string | null,
): string | null {
  const seen = new Set<string>();
  for (let at = id; at !== null && !seen.has(at); at = programs.get(at)?.parentId ?? null) {
    seen.add(at);
    const director = programs.get(at)?.directorId;
    if (director) return director;
  }
  return null;
}

/** Why a program cannot lie below another one, in a sentence; null when it can. */
export function moveFault(programs: readonly ProgramNode[], id: string | null, parentId: string | null): string | null {
  if (parentId === null) return null;
  const parents = new Map(programs.map((program) => [program.id, program.parentId]));
  if (!parents.has(parentId)) return "The program above does not exist. Choose another.";
  if (id !== null && withBelow(programs, id).has(parentId)) return "A program cannot lie below itself.";
  let above = 1;
  for (let at = parents.get(parentId) ?? null; at !== null; at = parents.get(at) ?? null) above++;
  const height = id === null ? 1 : heightOf(programs, id);
  return above + height > DEEPEST ? `Programs may lie ${DEEPEST} levels deep at most.` : null;
}

function heightOf(programs: readonly ProgramNode[], id: string): number {
  const children = programs.filter(({ parentId }) => parentId === id);
  return 1 + Math.max(0, ...children.map((child) => heightOf(programs, child.id)));
}
