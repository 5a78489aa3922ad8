import { choiceKey } from "./label";

/** Something a cell can name. `texts` are what it may be called, first what an export calls it; `gone` is no longer to be named. */
export type Named = { id: string; texts: readonly string[]; gone?: boolean };

/** Records by the words that name them, in any case. A word that only one is called first is that one's, whoever else bears it. */
export class Names {
  readonly #texts = new Map<string, readonly string[]>();
  readonly #first = new Map<string, string | null>();
  readonly #any = new Map<string, string | null>();

  constructor(among: Iterable<Named>) {
    for (const { id, texts, gone } of among) {
      this.#texts.set(id, texts);
      if (gone) continue;
      for (const [at, word] of [...new Set(texts.map(choiceKey))].entries()) {
        if (word === "") continue;
        if (at === 0) this.#first.set(word, this.#first.has(word) ? null : id);
        const known = this.#any.get(word);
        this.#any.set(word, known === undefined || known === id ? id : null);
      }
    }
  }

  /** The one of this name; null where several bear it, undefined where none does. */
  find(text: string): string | null | undefined {
    const word = choiceKey(text);
    return this.#first.get(word) ?? this.#any.get(word);
  }

  textsOf(id: string | null): readonly string[] {
    return id === null ? [""] : (this.#texts.get(id) ?? [id]);
  }
}
