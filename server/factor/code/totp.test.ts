import { describe, expect, test } from "vitest";
import { base32, hotp, matchingStep, otpauthAddress, stepAt } from "./totp";

const secretOf = (length: number) => Buffer.from("1234567890".repeat(7).slice(0, length));

// RFC 6238, appendix B.
test.each([
  [59, "sha1", 20, "94287082"],
  [59, "sha256", 32, "46119246"],
  [59, "sha512", 64, "90693936"],
  [1111111109, "sha1", 20, "07081804"],
  [1111111109, "sha256", 32, "68084774"],
  [1111111109, "sha512", 64, "25091201"],
  [1111111111, "sha1", 20, "14050471"],
  [1234567890, "sha1", 20, "89005924"],
  [2000000000, "sha1", 20, "69279037"],
  [20000000000, "sha1", 20, "65353130"],
  [20000000000, "sha256", 32, "77737706"],
  [20000000000, "sha512", 64, "47863826"],
] as const)("at %i s with %s", (seconds, hash, length, code) => {
  expect(hotp(secretOf(length), stepAt(new Date(seconds * 1000)), 8, hash)).toBe(code);
});

// RFC 4226, appendix D.
test.each(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])(
  "the counter of %s",
  (code) => {
    const codes = Array.from({ length: 10 }, (_, counter) => hotp(secretOf(20), counter));
    expect(codes).toContain(code);
  },
);

// RFC 4648, 10, without padding.
test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("base32 of %j", (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});

describe("a code", () => {
  const at = new Date("2026-11-20T10:00:15Z");
  const secret = secretOf(20);
  const codeAt = (seconds: number) => hotp(secret, stepAt(new Date(at.getTime() + seconds * 1000)));

  test("holds for its 30 seconds and the 30 before and after", () => {
    expect([-30, 0, 30].map((seconds) => matchingStep(secret, codeAt(seconds), at))).toEqual([
      stepAt(at) - 1,
      stepAt(at),
      stepAt(at) + 1,
    ]);
    expect([-60, 60].map((seconds) => matchingStep(secret, codeAt(seconds), at))).toEqual([null, null]);
  });

  test("is six digits and nothing else", () => {
    for (const code of ["", "12345", `${codeAt(0)}0`, ` ${codeAt(0).slice(1)}`, "١٢٣٤٥٦", "\u0000".repeat(6)])
      expect(matchingStep(secret, code, at)).toBeNull();
  });
});

test("an authenticator's address keeps odd names apart from its parts", () => {
  expect(otpauthAddress(Buffer.from("foobar"), { issuer: "Portolan", account: "a&secret=x@example.org" })).toBe(
    "otpauth://totp/Portolan:a%26secret%3Dx%40example.org?secret=MZXW6YTBOI&issuer=Portolan",
  );
});
