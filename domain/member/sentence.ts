import { counted, countWord, sentenceCase, verb } from "../shared/sentence";

export type MemberCounts = { members: number; active: number; admins: number };

/** "Nine people have access, two of them administrators." */
export function membersHeadline({ active, admins }: MemberCounts): string {
  if (active === 0) return "Nobody has access.";
  const people = `${sentenceCase(counted(active, "person", "people"))} ${verb(active, "has", "have")} access`;
  if (admins === active)
    return active === 1 ? `${people}, as administrator.` : `${people}, all of them administrators.`;
  return `${people}, ${countWord(admins)} of them ${admins === 1 ? "an administrator" : "administrators"}.`;
}

/** "Three were deactivated. Two invitations wait." Empty when there is nothing to say. */
export function membersLead({ members, active }: MemberCounts, invitations: number): string {
  const gone = members - active;
  return [
    gone > 0 ? `${sentenceCase(counted(gone, "former member"))} ${verb(gone, "is", "are")} deactivated.` : "",
    invitations > 0 ? `${sentenceCase(counted(invitations, "invitation"))} ${verb(invitations, "waits", "wait")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
