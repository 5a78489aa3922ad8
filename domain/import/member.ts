import { choiceKey } from "./label";

export type Member = { id: string; name: string; email: string };

/** A member of this e-mail or, if only one has it, this name. */
export function findMember(members: readonly Member[], text: string): Member | null {
  const key = choiceKey(text);
  const byEmail = members.find(({ email }) => choiceKey(email) === key);
  if (byEmail) return byEmail;
  const named = members.filter(({ name }) => choiceKey(name) === key);
  return named.length === 1 ? (named[0] ?? null) : null;
}
