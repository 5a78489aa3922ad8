import { formatSpokenDay } from "../shared/figure";
import { counted, countWord, joinClauses, sentence, verb } from "../shared/sentence";
import { moneyText } from "./money-text";
import { compareSeverity, type Severity } from "./severity";

/** A risk as the register held it at one instant. */
export type RegisterLine = {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly status: "open" | "closed" | "materialised";
  /** The residual; null while none is assessed. */
  readonly residual: {
    readonly matrixVersionId: string;
    readonly severity: Severity;
    readonly score: number;
    readonly likelihood: { readonly name: string; readonly place: number };
    readonly impact: { readonly name: string; readonly place: number };
  } | null;
  /** Expected loss in minor units, of an opportunity negative; null while no amounts are stated. */
  readonly expected: number | null;
};

export type MovementKind = "new" | "closed" | "materialised" | "reopened" | "up" | "down" | "none";

export type Movement = {
  readonly kind: MovementKind;
  readonly turnedRed: boolean;
  readonly before: RegisterLine | null;
  readonly after: RegisterLine;
};

export type Register = {
  readonly movements: readonly Movement[];
  readonly openBefore: number;
  readonly openAfter: number;
  /** Sums over open risks, in minor units; risks without amounts are not in them. */
  readonly expectedBefore: number;
  readonly expectedAfter: number;
};

/** Above 0 when graver than before. Scores of different matrices are not compared, their classes are. */
function direction(before: RegisterLine["residual"], after: RegisterLine["residual"]): number {
  if (!before || !after) return 0;
  const classes = compareSeverity(after.severity, before.severity);
  if (classes !== 0 || before.matrixVersionId !== after.matrixVersionId) return classes;
  return after.score - before.score;
}

function kindOf(before: RegisterLine | undefined, after: RegisterLine): MovementKind {
  const wasOpen = before?.status === "open";
  if (after.status !== "open") return before === undefined || wasOpen ? after.status : "none";
  if (!before) return "new";
  if (!wasOpen) return "reopened";
  const moved = direction(before.residual, after.residual);
  return moved > 0 ? "up" : moved < 0 ? "down" : "none";
}

const isRed = (line: RegisterLine | undefined): boolean => line?.status === "open" && line.residual?.severity === "red";

const sumOf = (lines: readonly RegisterLine[]): number => lines.reduce((sum, { expected }) => sum + (expected ?? 0), 0);

/** What became of every risk between two instants. A risk is never removed, so `after` names all of `before`. */
export function compareRegisters(before: readonly RegisterLine[], after: readonly RegisterLine[]): Register {
  const held = new Map(before.map((line) => [line.id, line]));
  const movements = after.map((line): Movement => {
    const was = held.get(line.id);
    return {
      kind: kindOf(was, line),
      turnedRed: was !== undefined && isRed(line) && !isRed(was),
      before: was ?? null,
      after: line,
    };
  });
  const [openBefore, openAfter] = [before, after].map((lines) => lines.filter(({ status }) => status === "open"));
  return {
    movements,
    openBefore: openBefore?.length ?? 0,
    openAfter: openAfter?.length ?? 0,
    expectedBefore: sumOf(openBefore ?? []),
    expectedAfter: sumOf(openAfter ?? []),
  };
}

type Spoken = { readonly since: Date; readonly now: Date; readonly timeZone: string };

const are = (count: number, rest: string): string | null =>
  count === 0 ? null : `${countWord(count)} ${verb(count, "is", "are")} ${rest}`;
const did = (count: number, what: string): string | null => (count === 0 ? null : `${countWord(count)} ${what}`);

/** "Since 22 October two turned red, three are new and two closed." */
export function movedSentence({ movements }: Register, { since, now, timeZone }: Spoken): string {
  const count = (kind: MovementKind) => movements.filter((movement) => movement.kind === kind).length;
  const graver = movements.filter(({ kind, turnedRed }) => kind === "up" && !turnedRed).length;
  const clauses = joinClauses([
    did(movements.filter(({ turnedRed }) => turnedRed).length, "turned red"),
    did(graver, "grew graver short of red"),
    did(count("down"), "eased"),
    are(count("new"), "new"),
    did(count("materialised"), "came true"),
    did(count("closed"), "closed"),
    did(count("reopened"), "opened again"),
  ]);
  const day = formatSpokenDay(since, now, timeZone);
  return clauses === "" ? `Since ${day} no risk moved.` : sentence(`Since ${day} ${clauses}`);
}

/** "Four moved up and one down; two of them turned red." */
export function heatSentence({ movements }: Register): string {
  const [up, down] = (["up", "down"] as const).map((kind) => movements.filter((each) => each.kind === kind).length);
  const red = movements.filter(({ kind, turnedRed }) => kind === "up" && turnedRed).length;
  if (!up && !down) return "No risk moved to a graver or a milder place.";
  const moved = joinClauses([did(up ?? 0, "moved up"), up ? did(down ?? 0, "down") : did(down ?? 0, "moved down")]);
  if (red === 0) return sentence(moved);
  const all = (up ?? 0) + (down ?? 0);
  return sentence(all === 1 ? `${moved} and turned red` : `${moved}; ${countWord(red)} of them turned red`);
}

const arrow = (from: string, to: string): string => `${from} → ${to}`;

function placeText(
  before: NonNullable<RegisterLine["residual"]>,
  after: NonNullable<RegisterLine["residual"]>,
): string {
  const [likelier, graver] = [
    before.likelihood.name !== after.likelihood.name,
    before.impact.name !== after.impact.name,
  ];
  if (likelier && graver)
    return `${arrow(before.likelihood.name, after.likelihood.name)}, ${arrow(before.impact.name, after.impact.name)}`;
  if (likelier) return `${arrow(before.likelihood.name, after.likelihood.name)}, still ${after.impact.name}`;
  if (graver) return `${arrow(before.impact.name, after.impact.name)}, still ${after.likelihood.name}`;
  return `still ${after.likelihood.name} and ${after.impact.name}`;
}

function expectedText(before: number | null, after: number | null, money: (minor: number) => string): string | null {
  if (before === after) return after === null ? null : `expected loss ${money(after)}`;
  return `expected loss ${arrow(before === null ? "n/a" : money(before), after === null ? "n/a" : money(after))}`;
}

/**
 * One risk's movement: "Sepsis cases missed on wards: possible → likely, still severe. Score 15 → 20, expected loss
 * $0.36 M → $1.10 M."
 */
export function movementText({ kind, before, after }: Movement, currency: string): string {
  const money = (minor: number) => moneyText(minor, currency);
  const held = after.residual;
  const words: Partial<Record<MovementKind, string>> = {
    new: "new",
    closed: "closed",
    materialised: "came true",
    reopened: "opened again",
  };
  const word = words[kind];
  if (word || !before?.residual || !held) {
    const cell = held ? `, ${held.likelihood.name} and ${held.impact.name}, score ${held.score}` : ", not assessed yet";
    const amount = expectedText(after.expected, after.expected, money);
    return sentence(`${after.title}: ${word ?? "not compared"}${cell}${amount ? `, ${amount}` : ""}`);
  }
  const was = before.residual;
  if (was.matrixVersionId !== held.matrixVersionId)
    return sentence(
      `${after.title}: ${arrow(was.severity, held.severity)}, rated on another matrix since, so scores are not compared`,
    );
  const score = was.score === held.score ? `Score ${held.score}` : `Score ${arrow(`${was.score}`, `${held.score}`)}`;
  const amount = expectedText(before.expected, after.expected, money);
  return `${after.title}: ${placeText(was, held)}. ${sentence(amount ? `${score}, ${amount}` : score)}`;
}

/** "Expected loss is $3.90 M, $1.30 M more than on 22 October, over 61 open risks." */
export function exposureMoved(
  { expectedBefore, expectedAfter, openAfter }: Register,
  currency: string,
  { since, now, timeZone }: Spoken,
): string {
  const change = expectedAfter - expectedBefore;
  const size = moneyText(Math.abs(change), currency);
  const day = formatSpokenDay(since, now, timeZone);
  const than = change === 0 ? `the same as on ${day}` : `${size} ${change > 0 ? "more" : "less"} than on ${day}`;
  return sentence(
    `expected loss is ${moneyText(expectedAfter, currency)}, ${than}, over ${counted(openAfter, "open risk")}`,
  );
}
