import { ConnectorError } from "@/server/connector/contract";

/** Reads one line from left to right; every complaint names the line and column. */
export type Scanner = {
  peek(): string;
  eat(character: string): boolean;
  blanks(): void;
  take(pattern: RegExp): string | null;
  /** A text in double quotes with the escapes \\ \" \n. */
  quoted(): string;
  /** The words that are left, up to an exemplar. */
  words(): string[];
  fail(message: string): never;
};

const ESCAPES: Record<string, string> = { n: "\n", '"': '"', "\\": "\\" };

export function scannerOf(line: string, number: number): Scanner {
  let at = 0;
  const fail = (message: string): never => {
    throw new ConnectorError("contract", `Line ${number}, column ${at + 1}: ${message}`);
  };
  return {
    fail,
    peek: () => line[at] ?? "",
    eat(character) {
      if (line[at] !== character) return false;
      at += 1;
      return true;
    },
    blanks() {
      while (line[at] === " " || line[at] === "\t") at += 1;
    },
    take(pattern) {
      const found = pattern.exec(line.slice(at))?.[0];
      if (!found) return null;
      at += found.length;
      return found;
    },
    quoted() {
      if (line[at] !== '"') fail("a text in quotes was expected");
      at += 1;
      let text = "";
      for (;;) {
        const character = line[at];
        if (character === undefined) return fail("a quote is not closed");
        at += 1;
        if (character === '"') return text;
        if (character !== "\\") text += character;
        else {
          const escaped = line[at] ?? "";
          const meant = ESCAPES[escaped];
          if (meant === undefined) fail(`\\${escaped} is no escape`);
          text += meant;
          at += 1;
        }
      }
    },
    words() {
      const rest = line.slice(at);
      const exemplar = rest.search(/\s#\s/);
      return (exemplar < 0 ? rest : rest.slice(0, exemplar))
        .trim()
        .split(/[ \t]+/)
        .filter(Boolean);
    },
  };
}
