/** Two letters for a person: of the first and the last word of the name, without a title such as "Dr.". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word) && !word.endsWith("."));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letter = (word: string | undefined) => [...(word ?? "")].find((char) => /\p{L}/u.test(char)) ?? "";
  return `${letter(first)}${letter(last)}`.toLocaleUpperCase("en") || "?";
}
