/** The word being typed after an @ before the caret: where it begins and what of it stands; null outside of one. */
export function typedMention(text: string, caret: number): { at: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - 80), caret);
  const found = /(?:^|[\s(])@([^\n@]{0,60})$/u.exec(before);
  const query = found?.[1];
  if (found === null || query === undefined || query.split(" ").length > 4 || query.startsWith(" ")) return null;
  return { at: caret - query.length - 1, query };
}

/** Whether a text names somebody: "@Tove Lindqvist", and not the beginning of a longer word. */
export function namesMember(text: string, name: string): boolean {
  const sign = `@${name}`;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + sign.length] ?? " "];
    if (!/[\p{L}\p{N}@]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

/** Whether what is typed begins a name, or any word of it. */
export function fitsMention(name: string, query: string): boolean {
  const [held, typed] = [name.toLowerCase(), query.trim().toLowerCase()];
  return held.startsWith(typed) || held.includes(` ${typed}`);
}
