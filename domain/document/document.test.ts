import { describe, expect, test } from "vitest";
import { type DocumentType, extensionFault, typeOfContent } from "./content";
import { attachmentHeader, cleanName } from "./name";
import { sizeText } from "./sentence";

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const kind = (text: string, tail = text) => typeOfContent(bytes(text), bytes(tail));
const zip = (...names: string[]) => `PK\x03\x04\x14\0\0\0${names.join("\0\x01\x02")}`;

describe("the kind of a file is its content's", () => {
  test.each<[string, string, DocumentType]>([
    ["PDF", "%PDF-1.7\n%\xe2\xe3", "pdf"],
    ["PNG", "\x89PNG\r\n\x1a\n\0\0", "png"],
    ["JPEG", "\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"],
    ["GIF", "GIF89a\x01\0", "gif"],
    ["WebP", "RIFF\x10\0\0\0WEBPVP8 ", "webp"],
    ["Word", zip("[Content_Types].xml", "word/document.xml"), "docx"],
    ["Excel", zip("[Content_Types].xml", "xl/workbook.xml"), "xlsx"],
    ["PowerPoint", zip("[Content_Types].xml", "ppt/slides"), "pptx"],
    ["OpenDocument", zip("mimetypeapplication/vnd.oasis.opendocument.text"), "odf"],
    ["an archive", zip("a.txt"), "zip"],
    ["text", "Title,Stage\nOne,Build\n", "text"],
    ["text with a mark", "\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "text"],
    ["UTF-16", "\xff\xfeh\0i\0", "text"],
    ["a page", "\n <!DOCTYPE HTML><p>", "html"],
    ["a page behind a comment", "<!-- x --><ScRipt>alert(1)</script>", "html"],
    ["a drawing", '<?xml version="1.0"?><svg onload="alert(1)">', "svg"],
  ])("%s", (_, text, type) => {
    expect(kind(text)).toEqual({ type });
  });

  test.each([
    ["nothing", "", "The file is empty."],
    ["a program", "MZ\x90\0\x03", "not taken"],
    ["a Linux program", "\x7fELF\x02", "not taken"],
    ["an older Office file", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office format"],
    ["macros", zip("[Content_Types].xml", "word/vbaProject.bin"), "macros"],
    ["bytes behind text", `plain text\0${"x".repeat(20)}`, "not taken"],
  ])("refused: %s", (_, text, words) => {
    expect(kind(text)).toEqual({ refusal: expect.stringContaining(words) });
  });

  test("a file that is two things is what it begins with", () => {
    expect(kind("GIF89a/*\0*/=1;<script>alert(1)</script>")).toEqual({ type: "gif" });
    expect(kind("%PDF-1.4 <html>", zip("word/"))).toEqual({ type: "pdf" });
    expect(kind("<html>%PDF-1.4")).toEqual({ type: "html" });
    expect(kind("harmless", "<script>")).toEqual({ type: "html" });
  });

  test("a name that says something else is told so", () => {
    expect(extensionFault("report.pdf", "png")).toBe(
      "The file is called .pdf and holds a PNG picture. Give it its right name and try again.",
    );
    expect(extensionFault("a.XLSX", "xlsx")).toBeNull();
    expect(extensionFault("README", "text")).toBeNull();
    expect(extensionFault("page.png", "html")).toContain("a web page");
    expect(extensionFault("run.sh", "text")).toContain(".sh");
  });
});

describe("names", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\x\\plan.docx", "plan.docx"],
    ["..", "file"],
    [".htaccess", "htaccess"],
    ["a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"],
    ["report\u202efdp.exe", "reportfdp.exe"],
    ["  Plan   für 2027.pdf ", "Plan für 2027.pdf"],
    ["", "file"],
    [`${"x".repeat(300)}.pdf`, `${"x".repeat(196)}.pdf`],
  ])("%j", (given, clean) => {
    expect(cleanName(given)).toBe(clean);
  });

  test("a header holds nothing of a name that could end it", () => {
    expect(attachmentHeader('a"b\\c%.pdf')).toBe(
      "attachment; filename=\"a_b_c_.pdf\"; filename*=UTF-8''a%22b%5Cc%25.pdf",
    );
    expect(attachmentHeader("Größe (1).pdf", "inline")).toBe(
      "inline; filename=\"Gr__e (1).pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29.pdf",
    );
  });
});

test("sizes in words", () => {
  expect([0, 999, 1000, 41_499, 999_600, 3_240_000, 120_000_000, 10e9].map(sizeText)).toEqual(
    ["0 B", "999 B", "1 kB", "41 kB", "1 MB", "3.2 MB", "120 MB", "10 GB"].map((text) => text.replace(" ", "\u202f")),
  );
});
