import { ConnectorError } from "@/server/connector/contract";
import { type Scanner, scannerOf } from "@/server/connector/openmetrics/scanner";

/** OpenMetrics 1.0: seconds, ends with "# EOF". Classic Prometheus text 0.0.4: milliseconds, no end mark. */
export type Dialect = "openmetrics" | "classic";

export type Family = { name: string; type: string; unit: string | null; help: string | null };

export type ExpositionSample = {
  family: Family;
  /** Full name, e.g. with _bucket or _total. */
  name: string;
  labels: Map<string, string>;
  /** NaN and infinities as such. */
  value: number;
  at: Date | null;
  line: number;
};

const MOST_SAMPLES = 200_000;
const MOST_LABELS = 64;
const LONGEST_LINE = 65_536;
/** Instants outside 2000..2100 are a mistake of unit (seconds for milliseconds or the reverse). */
const [EARLIEST, LATEST] = [Date.UTC(2000, 0, 1), Date.UTC(2101, 0, 1)];

const SUFFIXES: Record<string, readonly string[]> = {
  counter: ["_total", "_created"],
  histogram: ["_bucket", "_sum", "_count", "_created"],
  gaugehistogram: ["_bucket", "_gsum", "_gcount"],
  summary: ["_sum", "_count", "_created"],
  info: ["_info"],
};

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function fail(line: number, message: string): never {
  throw new ConnectorError("contract", `Line ${line}: ${message}`);
}

function numberOf(text: string, line: number, what: string): number {
  if (NUMBER.test(text)) return Number(text);
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (!special) return fail(line, `"${text.slice(0, 40)}" is no ${what}`);
  if (special[2]?.toLowerCase() === "nan") return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function instantOf(text: string, line: number, dialect: Dialect): Date {
  const number = numberOf(text, line, "timestamp");
  const ms = Math.round(dialect === "openmetrics" ? number * 1000 : number);
  if (!(ms >= EARLIEST && ms < LATEST))
    fail(
      line,
      `the timestamp ${text} is not between 2000 and 2100 in ${dialect === "openmetrics" ? "seconds" : "milliseconds"}`,
    );
  return new Date(ms);
}

/** Name and labels of a sample, in the plain form `name{a="b"}` or the quoted one `{"name",a="b"}`. */
function head(scan: Scanner): { name: string; labels: Map<string, string> } {
  let name = scan.take(NAME);
  const labels = new Map<string, string>();
  scan.blanks();
  if (scan.eat("{")) {
    scan.blanks();
    while (!scan.eat("}")) {
      const quoted = scan.peek() === '"';
      const key = quoted ? scan.quoted() : (scan.take(NAME) ?? scan.fail("a label name was expected"));
      scan.blanks();
      if (scan.eat("=")) {
        scan.blanks();
        if (labels.has(key)) scan.fail(`the label ${key} stands twice`);
        labels.set(key, scan.quoted());
        if (labels.size > MOST_LABELS) scan.fail(`more than ${MOST_LABELS} labels`);
      } else if (quoted && name === null) name = key;
      else scan.fail(`the label ${key} has no value`);
      scan.blanks();
      if (!scan.eat(",") && scan.peek() !== "}") scan.fail('"," or "}" was expected after a label');
      scan.blanks();
    }
  }
  return { name: name ?? scan.fail("a metric name was expected"), labels };
}

function familyOf(families: Map<string, Family>, name: string): Family {
  const known = families.get(name);
  if (known) return known;
  for (const [type, suffixes] of Object.entries(SUFFIXES)) {
    for (const suffix of suffixes) {
      const family = name.endsWith(suffix) ? families.get(name.slice(0, -suffix.length)) : undefined;
      if (family?.type === type) return family;
    }
  }
  return { name, type: "unknown", unit: null, help: null };
}

function describe(families: Map<string, Family>, line: string, at: number): void {
  const found = /^# (HELP|TYPE|UNIT) ("(?:[^"\\]|\\.)*"|\S+)(?: (.*))?$/.exec(line);
  if (!found) return; // a comment
  const [, keyword = "", quotedName = "", text = ""] = found;
  const name = quotedName.startsWith('"') ? scannerOf(quotedName, at).quoted() : quotedName;
  const family = families.get(name) ?? { name, type: "unknown", unit: null, help: null };
  families.set(name, family);
  if (keyword === "TYPE") {
    if (family.type !== "unknown") fail(at, `the type of ${name} stands twice`);
    if (!/^[a-z]+$/.test(text)) fail(at, `"${text.slice(0, 40)}" is no type`);
    family.type = text === "untyped" ? "unknown" : text;
  } else if (keyword === "UNIT") family.unit = text || null;
  else family.help = text.replaceAll("\\n", "\n").replaceAll('\\"', '"').replaceAll("\\\\", "\\") || null;
}

/**
 * Samples of a scrape in their order. Exemplars are left out.
 *
 * @throws ConnectorError contract naming the line; transient when the end mark is missing, for then it was cut off.
 * @source OpenMetrics 1.0; Prometheus text exposition format 0.0.4
 */
export function parseExposition(text: string, dialect: Dialect): ExpositionSample[] {
  const families = new Map<string, Family>();
  const samples: ExpositionSample[] = [];
  const lines = text.split("\n");
  let ended = false;
  for (const [index, raw] of lines.entries()) {
    const at = index + 1;
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line.length > LONGEST_LINE) fail(at, "the line is too long");
    if (line.includes("\u0000")) fail(at, "the line contains a NUL character");
    if (line.trim() === "") continue;
    if (ended) fail(at, 'there is text after "# EOF"');
    if (line.startsWith("#")) {
      if (line.trimEnd() === "# EOF") ended = true;
      else describe(families, line, at);
      continue;
    }
    const scan = scannerOf(line, at);
    scan.blanks();
    const { name, labels } = head(scan);
    const [value, stamp, ...rest] = scan.words();
    if (value === undefined) fail(at, `${name} has no value`);
    if (rest.length > 0) fail(at, "there is text after the timestamp");
    samples.push({
      family: familyOf(families, name),
      name,
      labels,
      value: numberOf(value, at, "number"),
      at: stamp === undefined ? null : instantOf(stamp, at, dialect),
      line: at,
    });
    if (samples.length > MOST_SAMPLES) fail(at, `more than ${MOST_SAMPLES} samples`);
  }
  if (dialect === "openmetrics" && !ended)
    throw new ConnectorError("transient", `The answer was cut off after line ${lines.length}: "# EOF" is missing`);
  return samples;
}
