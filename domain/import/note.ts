import { excerpt } from "./fault";
import { choiceKey } from "./label";
import type { Place } from "./place";

/** A value that left its field empty in `rows` rows, first at the place; its text is kept. */
export type Note = Place & { column: string; value: string; rows: number; reason: string; cure: string };

const DISTINCT = 1_000; // notes kept; a column of free text mapped to a date would make one a row

/** Gathers equal remarks on equal values of a column, so that a report says "65 rows" instead of 65 lines. */
export class NoteBook {
  readonly #notes = new Map<string, Note>();

  add(note: Omit<Note, "rows">): void {
    const key = `${note.column}\u001f${note.reason}\u001f${choiceKey(note.value)}`;
    const known = this.#notes.get(key);
    if (known) known.rows++;
    else if (this.#notes.size < DISTINCT) this.#notes.set(key, { ...note, value: excerpt(note.value, 120), rows: 1 });
  }

  all(): Note[] {
    return [...this.#notes.values()].sort((a, b) => b.rows - a.rows || a.line - b.line);
  }
}
