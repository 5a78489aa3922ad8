import { expect, test } from "vitest";
import { decode } from "./decode";

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

test("UTF-8 is read with and without a byte order mark", () => {
  expect(decode(bytes("a,é\n"))).toEqual({ text: "a,é\n", encoding: "UTF-8" });
  expect(decode(bytes("\ufeffa,é\n"))).toEqual({ text: "a,é\n", encoding: "UTF-8 with byte order mark" });
});

test("every byte of Windows-1252 becomes its character", () => {
  const assigned = [...Array(128).keys()]
    .map((i) => i + 128)
    .filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
  const { text, encoding } = decode(Uint8Array.from([0x61, 0x2c, ...assigned]));
  expect(encoding).toBe("Windows-1252");
  // the Unicode consortium's table CP1252.TXT, 0x80 to 0x9F
  expect(text.slice(2, 29)).toBe("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");
  expect(text.slice(29)).toBe(
    assigned
      .filter((byte) => byte >= 0xa0)
      .map((byte) => String.fromCharCode(byte))
      .join(""),
  );
});

test.each([
  ["an empty file", new Uint8Array(), /empty/],
  ["a workbook", Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), /^Line 1: This is an Excel workbook/],
  ["an old workbook", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]), /old Excel workbook/],
  ["a PDF", bytes("%PDF-1.7\n"), /PDF/],
  ["UTF-16 with a mark", Uint8Array.from([0xff, 0xfe, 0x61, 0]), /UTF-16/],
  ["UTF-16 without a mark", Uint8Array.from(Buffer.from("name,agency,title\n", "utf16le")), /UTF-16 without a mark/],
  ["a NUL byte", bytes("a,b\nc,d\ne,\u0000\n"), /^Line 3: There is a NUL byte \(byte 11/],
  ["binary data", Uint8Array.from([...bytes("a,b\n"), 1, 2, 3, 4, 5]), /^Line 2: The file holds binary data/],
  ["damaged UTF-8", Uint8Array.from([...bytes("é,é\né,é\n"), 0xff]), /^Line 3: Byte 0xFF breaks the UTF-8/],
  ["neither encoding", latin("a,b\n\x92,\x81\n"), /^Line 2: The text is neither UTF-8 nor Windows-1252/],
])("%s is refused, and the message says where", (_, file, message) => {
  expect(() => decode(file)).toThrow(message);
});
