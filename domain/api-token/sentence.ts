import { counted, sentenceCase, verb } from "../shared/sentence";

/** How many access tokens work, as one sentence. */
export function tokensHeadline(inForce: number, all: boolean): string {
  if (inForce === 0) return all ? "No access token is in force." : "You have no access token in force.";
  const count = sentenceCase(counted(inForce, "access token"));
  return all
    ? `${count} ${verb(inForce, "is", "are")} in force.`
    : `${count} of yours ${verb(inForce, "is", "are")} in force.`;
}
