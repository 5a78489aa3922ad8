import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, type Inline, readMarkup, webAddress } from "./markup";
import { fitsMention, namesMember, typedMention } from "./mention";

const line = (text: string, names?: string[]): Inline[] => {
  const [block] = readMarkup(text, names);
  return block?.kind === "paragraph" ? (block.lines[0] ?? []) : [];
};
const text = (value: string): Inline => ({ kind: "text", text: value });

describe("marks", () => {
  test("bold, italic and code", () => {
    expect(line("a **b** *c* `d*e*`")).toEqual([
      text("a "),
      { kind: "bold", parts: [text("b")] },
      text(" "),
      { kind: "italic", parts: [text("c")] },
      text(" "),
      { kind: "code", text: "d*e*" },
    ]);
  });

  test("a mark without its pair is text", () => {
    for (const plain of ["2 * 3 = 6", "**open", "`tick", "[x](", "[x](y)", "a ** b ** c", "@nobody"])
      expect(line(plain)).toEqual([text(plain)]);
  });

  test("a web address ends before the punctuation of its sentence", () => {
    expect(line("See https://a.example/x_(y). Done")).toEqual([
      text("See "),
      { kind: "link", text: "https://a.example/x_(y)", href: "https://a.example/x_(y)" },
      text(". Done"),
    ]);
    expect(line("[the report](https://a.example/r?q=1)")).toEqual([
      { kind: "link", text: "the report", href: "https://a.example/r?q=1" },
    ]);
  });

  test("the longest name is the one mentioned", () => {
    expect(line("@Ana Lima, @Ana", ["Ana", "Ana Lima"])).toEqual([
      { kind: "mention", text: "@Ana Lima" },
      text(", "),
      { kind: "mention", text: "@Ana" },
    ]);
  });

  test("paragraphs, line breaks and lists", () => {
    const kinds = (body: string) => readMarkup(body).map((block: Block) => block.kind);
    expect(kinds("a\nb\n\nc\n- d\n- e\n1. f")).toEqual(["paragraph", "paragraph", "list", "list"]);
    expect(readMarkup("a\nb")).toEqual([{ kind: "paragraph", lines: [[text("a")], [text("b")]] }]);
    expect(readMarkup("2. two")).toEqual([{ kind: "list", ordered: true, items: [[text("two")]] }]);
  });
});

describe("hostile text", () => {
  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "http://user:pw@a.example",
    "//a.example",
    "https://a b",
  ])("%s is no address", (address) => {
    expect(webAddress(address)).toBeNull();
    expect(JSON.stringify(readMarkup(`[x](${address})`))).not.toContain('"href":"javascript');
  });

  test("markup of a page stays text", () => {
    const script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    expect(line(script)).toEqual([text(script)]);
  });

  test("nothing written is lost, whatever is written", () => {
    const written = (part: Inline): string => ("parts" in part ? part.parts.map(written).join("") : part.text);
    const signs = fc.string({
      unit: fc.constantFrom("*", "`", "[", "]", "(", ")", "@", "a", " ", "h", "-"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(signs, (body) => {
        const kept = readMarkup(body)
          .flatMap((block) => (block.kind === "list" ? block.items : block.lines))
          .flat()
          .map(written)
          .join("");
        const bare = (value: string) => value.replaceAll(/[^a@h]/g, "");
        expect(bare(kept)).toBe(bare(body));
      }),
    );
  });

  test("no text takes long", () => {
    for (const sign of ["*", "**a", "[", "[a](", "`", "@A ", "https://a.example/(", "- ", "(((("]) {
      const started = performance.now();
      readMarkup(sign.repeat(Math.ceil(10_000 / sign.length)), ["A B"]);
      expect(performance.now() - started, sign).toBeLessThan(400);
    }
  });
});

describe("mentions", () => {
  test.each([
    ["@To", 3, { at: 0, query: "To" }],
    ["Hello @Tove Li", 14, { at: 6, query: "Tove Li" }],
    ["Hello @", 7, { at: 6, query: "" }],
    ["mail@host", 9, null],
    ["@ no", 4, null],
    ["@a b c d e", 10, null],
    ["@Tove\nnext", 10, null],
  ])("while typing %j", (value, caret, found) => {
    expect(typedMention(value, caret)).toEqual(found);
  });

  test("what is typed begins a word of the name", () => {
    const fits = (query: string) => fitsMention("Dr. Rotimi Adeyemi", query);
    expect(["", "dr", "rot", "Rotimi Ad", "adey"].map(fits)).toEqual([true, true, true, true, true]);
    expect(["otimi", "adeyemi r", "x"].map(fits)).toEqual([false, false, false]);
  });

  test("a name counts where it stands whole", () => {
    expect(namesMember("ask @Tove Lindqvist.", "Tove Lindqvist")).toBe(true);
    expect(namesMember("ask @Tove Lindqvistson", "Tove Lindqvist")).toBe(false);
    expect(namesMember("x@Tove", "Tove")).toBe(false);
    expect(namesMember("Tove", "Tove")).toBe(false);
  });
});
