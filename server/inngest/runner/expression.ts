import { Environment } from "@marcbachmann/cel-js";

export interface Scope {
  /** The event that triggers or triggered the run. */
  event: unknown;
  /** The event that comes in while the run waits. */
  async?: unknown;
}
export type Expression = (scope: Scope) => unknown;

/*
 * CEL as the Inngest server evaluates it: a number of an event is a double, so `event.data.n + 1` is no sum but text; what
 * an event lacks is less than anything, adds nothing to a text, and is no text itself.
 */
const language = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn")
  .registerOperator("double + int: string", (a: number, b: bigint) => `${a}${b}`)
  .registerOperator("int + double: string", (a: bigint, b: number) => `${a}${b}`)
  .registerOperator("string + double: string", (a: string, b: number) => `${a}${b}`)
  .registerOperator("double + string: string", (a: number, b: string) => `${a}${b}`)
  .registerOperator("null < null", () => true)
  .registerOperator("null <= null", () => true)
  .registerFunction("size(null): int", () => 0n);
for (const kind of ["int", "double", "string"]) {
  language
    .registerOperator(`null < ${kind}`, () => true)
    .registerOperator(`null <= ${kind}`, () => true)
    .registerOperator(`null > ${kind}`, () => false)
    .registerOperator(`null >= ${kind}`, () => false)
    .registerOperator(`${kind} < null`, () => false)
    .registerOperator(`${kind} <= null`, () => false)
    .registerOperator(`${kind} > null`, () => true)
    .registerOperator(`${kind} >= null`, () => true)
    .registerOperator(`null + ${kind}: ${kind}`, (_: null, value: unknown) => value)
    .registerOperator(`${kind} + null: ${kind}`, (value: unknown) => value);
}
for (const name of ["startsWith", "endsWith", "contains", "matches"]) {
  language.registerFunction(`null.${name}(string): bool`, () => false);
}

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const compiled = new Map<string, Expression>();

/**
 * Compiles a condition or key written in CEL over `event` and `async`.
 *
 * @throws RangeError if it is not CEL, or calls or names what is not there.
 */
export function compile(source: string): Expression {
  const known = compiled.get(source);
  if (known) return known;
  const evaluate = parse(source);
  const paths = readPaths(source);
  const expression: Expression = ({ event, async = null }) => {
    const scope: Record<string, unknown> = { event: structuredClone(event), async: structuredClone(async) };
    for (const path of paths) fillWithNull(scope, path);
    return evaluate(scope);
  };
  compiled.set(source, expression);
  return expression;
}

function parse(source: string): (scope: Record<string, unknown>) => unknown {
  try {
    const program = language.parse(source);
    const check = program.check();
    // There a missing field makes has() neither true nor false, so that !has() never holds.
    if (/\bhas\s*\(/.test(source.replace(STRINGS, '""'))) throw new Error("compare with null instead of has()");
    if (!check.valid) throw check.error ?? new Error("it does not type-check");
    return program;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new RangeError(`Unsupported expression "${source}": ${reason}`);
  }
}

/** True only if the condition says so: a condition that cannot be evaluated on this event is not met. */
export function holds(source: string | undefined, scope: Scope): boolean {
  if (source === undefined) return true;
  try {
    return compile(source)(scope) === true;
  } catch {
    return false;
  }
}

/** The text of a key; undefined when the event lacks what the key names. */
export function keyOf(source: string, scope: Scope): string | undefined {
  try {
    const value = compile(source)(scope);
    if (value === null || value === undefined) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value, (_, v) => (typeof v === "bigint" ? Number(v) : v));
  } catch {
    return undefined;
  }
}

/** Paths the expression reads, such as [event, data, id]. */
function readPaths(source: string): string[][] {
  const code = source.replace(STRINGS, '""');
  return [...code.matchAll(/\b(?:event|async)(?:\.[A-Za-z_]\w*)+(?!\w|\s*\()/g)].map(([path]) => path.split("."));
}

/** A field the event lacks reads as null instead of failing the whole expression, as on the Inngest server. */
function fillWithNull(scope: Record<string, unknown>, path: readonly string[]): void {
  let at = scope;
  for (const name of path) {
    if (!Object.hasOwn(at, name) || at[name] === undefined) at[name] = null;
    let next = at[name];
    if (next === null && name !== path.at(-1)) {
      next = {};
      at[name] = next;
    }
    if (typeof next !== "object" || next === null || Array.isArray(next)) return;
    at = next as Record<string, unknown>;
  }
}
