const SECRET_NAME = /passw|secret|token|cookie|authori[sz]ation|api[-_]?key|sealed|credential|totp|recovery|otp$/i;
const PERSONAL_NAME = /^(e?mail|recipient|to|address|user_?agent)$/i;
/** What an error of the driver carries beside its words: the values of the statement, or rows they met. */
const VALUES = new Set(["parameters", "args", "params", "detail", "where", "cause_detail"]);
const REDACTED = "[redacted]";
const MOST_DEPTH = 8;
const MOST_CHARACTERS = 8000;

/** Words with e-mail addresses, credentials in addresses, bearer tokens and cookies taken out. */
export function scrubbedText(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/\nparams: [\s\S]*$/, "") // drizzle writes the values of a statement that failed behind it
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]")
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1[redacted]@")
    .replaceAll(/((?:__Secure-|__Host-)?authjs\.[\w.-]+)=[^;\s]+/gi, "$1=[redacted]")
    .replaceAll(/([?&](?:token|code|state|key|secret|password|signature)=)[^&\s"']+/gi, "$1[redacted]")
    .replaceAll(/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "[e-mail]")
    .replaceAll(/\b(Key \([^)]*\))=\([^)]*\)/g, "$1=(…)"); // PostgreSQL's words on a row that is there already
}

/** Where it happened; the words before it stand in `message`. */
const framesOf = (error: Error): string =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");

function scrubbedError(error: Error, depth: number): object {
  const { code, severity, constraint_name, table_name } = error as unknown as Record<string, unknown>;
  return {
    type: error.name,
    message: scrubbedText(error.message),
    stack: framesOf(error),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(severity ? { severity, constraint_name, table_name } : {}),
    ...(error instanceof AggregateError ? { errors: error.errors.map((each) => scrubbed(each, depth + 1)) } : {}),
    ...(error.cause === undefined ? {} : { cause: scrubbed(error.cause, depth + 1) }),
  };
}

/** A log entry without secrets and personal data, whatever somebody put into it and how deep. */
export function scrubbed(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubbedText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MOST_DEPTH) return "[deeper]";
  if (value instanceof Error) return scrubbedError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "[bytes]";
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => scrubbed(each, depth + 1));
  if (value instanceof Map) return scrubbed(Object.fromEntries(value), depth);
  if (value instanceof Set) return scrubbed([...value], depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      const isHidden = SECRET_NAME.test(name) || PERSONAL_NAME.test(name) || VALUES.has(name);
      return [name, isHidden && held !== null && held !== undefined ? REDACTED : scrubbed(held, depth + 1)];
    }),
  );
}
