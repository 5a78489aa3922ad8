/**
 * The members of a JSON object, each value as the very text that stands there: what is hashed is text, and a number read and
 * written again may not be the same text.
 * @throws SyntaxError when the text is no JSON object
 */
export function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>();
  JSON.parse(text); // so that the walk below may trust quotes and brackets
  if (!text.startsWith("{")) throw new SyntaxError("No JSON object");
  let [depth, quoted, name, start] = [0, false, "", 1];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === "\\") at += 1;
      else if (sign === '"') quoted = false;
      continue;
    }
    if (sign === '"') quoted = true;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === ":" && depth === 1) {
      name = JSON.parse(text.slice(start, at)) as string;
      start = at + 1;
    } else if (depth === 1 && (sign === "," || sign === "}")) {
      if (name !== "" || text.slice(start, at).trim() !== "") members.set(name, text.slice(start, at).trim());
      [name, start] = ["", at + 1];
    }
    if (sign === "}" || sign === "]") depth -= 1;
  }
  return members;
}
