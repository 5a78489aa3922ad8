import { z } from "zod";

/** A line break or NUL in a header value would let one header become two. */
export const headerText = z
  .string()
  .min(1, "Must not be empty.")
  .max(4096)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, "Must not contain control characters.");

/** Set by the exchange itself; a person who sets them would only break it. */
const RESERVED =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|expect|accept.*|user-agent|proxy-.*)$/i;

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;
const MOST = 10;

/** Extra headers by name, at least `least` of them. */
export const headersOf = (least: 0 | 1) =>
  z.record(z.string(), headerText).superRefine((headers, ctx) => {
    const refuse = (message: string): void => ctx.addIssue({ code: "custom", message });
    const names = Object.keys(headers);
    if (names.length < least) refuse("Give at least one header, as Name: value.");
    if (names.length > MOST) refuse(`Not more than ${MOST} headers.`);
    for (const name of names) {
      if (!NAME.test(name)) refuse(`"${name.slice(0, 60)}" is not the name of a header.`);
      else if (RESERVED.test(name)) refuse(`${name} is set by the exchange itself.`);
    }
  });

const TELLING = /key|token|secret|passw|auth|cookie|credential|signature/i;

/** Whether a header of this name is a sign-in, which belongs into the sealed part of a connection. */
export const isTelling = (name: string): boolean => TELLING.test(name);

/** Lines "Name: value" as typed; a line without a colon is a name without a value, which the schema refuses. */
export function parseHeaderLines(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.trim());
  return Object.fromEntries(
    lines.filter(Boolean).map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

export const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
