import { SEVERITIES, type Severity } from "./severity";

/** The tolerance that most categories have; of several equally common the mildest. Null without categories. */
export function commonTolerance(tolerances: readonly Severity[]): Severity | null {
  const count = (severity: Severity) => tolerances.filter((each) => each === severity).length;
  const [first] = [...SEVERITIES].sort(
    (one, other) => count(other) - count(one) || SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other),
  );
  return first && count(first) > 0 ? first : null;
}
