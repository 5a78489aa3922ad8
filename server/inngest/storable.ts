/**
 * JSON that PostgreSQL can take apart: without NUL and lone surrogates, which it refuses to turn into text. Step results
 * are kept as they are (they are never taken apart); events and messages go through here.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    typeof each === "string" ? each.replaceAll("\0", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd") : each,
  );
}
