import type { Severity } from "./severity";

/**
 * The impacts of a risk once its mark is moved to another column: the gravest go to the new place, and none stays graver
 * than it. The others keep theirs. Places count from 0.
 * @throws RangeError without any impact
 */
export function movedImpacts(impacts: Readonly<Record<string, number>>, to: number): Record<string, number> {
  const values = Object.values(impacts);
  if (values.length === 0) throw new RangeError("a risk without an impact has no mark to move");
  const gravest = Math.max(...values);
  return Object.fromEntries(
    Object.entries(impacts).map(([category, at]) => [category, at === gravest ? to : Math.min(at, to)]),
  );
}

/** The tolerance that most categories have; of several equally common the mildest. Null without categories. */
export function commonTolerance(tolerances: readonly Severity[]): Severity | null {
  const order: readonly Severity[] = ["green", "yellow", "amber", "red"];
  const count = (severity: Severity) => tolerances.filter((each) => each === severity).length;
  const [first] = [...order].sort(
    (one, other) => count(other) - count(one) || order.indexOf(one) - order.indexOf(other),
  );
  return first && count(first) > 0 ? first : null;
}
