import { Environment } from "@marcbachmann/cel-js";

export interface Scope {
  /** The event that triggers or triggered the run. */
  event: unknown;
  /** The event that comes in while the run waits. */
  async?: unknown;
}
export type Expression = (scope: Scope) => unknown;

const language = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");

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
    const scope: Record<string, unknown> = { event: integers(event), async: integers(async) };
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

/** JSON has one kind of number, CEL two: whole numbers become CEL's int, so that `event.data.n + 1` works. */
function integers(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(integers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, integers(inner)]));
}

/** Paths the expression reads, such as [event, data, id]; not those it asks about with has(). */
function readPaths(source: string): string[][] {
  const code = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""').replace(/has\([^()]*\)/g, "true");
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
