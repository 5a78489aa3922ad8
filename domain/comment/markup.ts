/*
 * The few marks a comment may carry: **bold**, *italic*, `code`, [words](https://…), bare web addresses, lists, @names.
 * The result is data that a page turns into elements; nothing of a comment ever becomes HTML text.
 */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mention"; text: string };
export type Block = { kind: "paragraph"; lines: Inline[][] } | { kind: "list"; ordered: boolean; items: Inline[][] };

const ADDRESS = /https?:\/\/[^\s<>"'`]{1,2000}/y;
const DEPTH = 3;

/** The address when it is a web address; anything else, such as javascript:, is no link. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null;
  const { protocol, hostname, username } = new URL(text);
  return /^https?:$/.test(protocol) && hostname !== "" && username === "" ? text : null;
}

/** Punctuation that ends a sentence is not the address's; a closing bracket is when it was opened inside. */
function trimmedAddress(text: string): string {
  let end = text.length;
  while (end > 0) {
    const last = text[end - 1] ?? "";
    const inside = text.slice(0, end - 1);
    const isOpen = last === ")" && inside.split("(").length > inside.split(")").length;
    if (!/[.,;:!?)\]*_]/.test(last) || isOpen) break;
    end -= 1;
  }
  return text.slice(0, end);
}

type Found = { part: Inline; end: number };

function paired(text: string, at: number, mark: string): string | null {
  const from = at + mark.length;
  const to = text.indexOf(mark, from);
  const inner = to > from ? text.slice(from, to) : "";
  return inner !== "" && inner.trim() === inner ? inner : null;
}

function linkAt(text: string, at: number): Found | null {
  const middle = text.indexOf("](", at);
  if (middle < 0 || middle - at > 500) return null;
  const to = text.indexOf(")", middle);
  const [label, href] = [text.slice(at + 1, middle), webAddress(text.slice(middle + 2, Math.max(to, 0)))];
  if (to < 0 || !href || label.trim() === "" || label.includes("[")) return null;
  return { part: { kind: "link", text: label, href }, end: to + 1 };
}

function markAt(text: string, at: number, names: readonly string[], depth: number): Found | null {
  const sign = text[at];
  if (sign === "`") {
    const inner = paired(text, at, "`");
    return inner === null ? null : { part: { kind: "code", text: inner }, end: at + inner.length + 2 };
  }
  if (sign === "[") return linkAt(text, at);
  if (sign === "@") {
    const name = names.find((each) => text.startsWith(each, at + 1));
    return name ? { part: { kind: "mention", text: `@${name}` }, end: at + name.length + 1 } : null;
  }
  if (sign === "h") {
    ADDRESS.lastIndex = at;
    const address = trimmedAddress(ADDRESS.exec(text)?.[0] ?? "");
    const href = webAddress(address);
    return href ? { part: { kind: "link", text: address, href }, end: at + address.length } : null;
  }
  if (sign !== "*" || depth === 0) return null;
  const mark = text.startsWith("**", at) ? "**" : "*";
  const inner = paired(text, at, mark);
  if (inner === null) return null;
  const parts = inlinesOf(inner, names, depth - 1);
  return { part: { kind: mark === "**" ? "bold" : "italic", parts }, end: at + inner.length + 2 * mark.length };
}

function inlinesOf(text: string, names: readonly string[], depth: number): Inline[] {
  const parts: Inline[] = [];
  let plainFrom = 0;
  const plainTo = (end: number) => {
    if (end > plainFrom) parts.push({ kind: "text", text: text.slice(plainFrom, end) });
  };
  for (let at = 0; at < text.length; ) {
    const isSign = "`[@h*".includes(text[at] ?? " ");
    const found = isSign ? markAt(text, at, names, depth) : null;
    if (found) {
      plainTo(at);
      parts.push(found.part);
      at = found.end;
      plainFrom = at;
    } else at += 1;
  }
  plainTo(text.length);
  return parts;
}

const ITEM = /^ {0,3}(?:([-*•])|(\d{1,3})[.)]) +(?=\S)/;

/** A comment as blocks. `names`: of the members it mentions. */
export function readMarkup(body: string, names: readonly string[] = []): Block[] {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of body.split("\n")) {
    const item = ITEM.exec(line);
    if (line.trim() === "") {
      open = null;
      continue;
    }
    const parts = inlinesOf(item ? line.slice(item[0].length) : line, longestFirst, DEPTH);
    if (item) {
      const ordered: boolean = item[2] !== undefined;
      if (open?.kind !== "list" || open.ordered !== ordered) {
        open = { kind: "list", ordered, items: [] };
        blocks.push(open);
      }
      open.items.push(parts);
    } else {
      if (open?.kind !== "paragraph") {
        open = { kind: "paragraph", lines: [] };
        blocks.push(open);
      }
      open.lines.push(parts);
    }
  }
  return blocks;
}
