import { expect, test } from "vitest";
import { membersHeadline, membersLead } from "./sentence";

test.each([
  [{ members: 9, active: 9, admins: 2 }, "Nine people have access, two of them administrators."],
  [{ members: 9, active: 9, admins: 1 }, "Nine people have access, one of them an administrator."],
  [{ members: 1, active: 1, admins: 1 }, "One person has access, as administrator."],
  [{ members: 2, active: 2, admins: 2 }, "Two people have access, all of them administrators."],
  [{ members: 1, active: 0, admins: 0 }, "Nobody has access."],
])("%j", (counts, sentence) => {
  expect(membersHeadline(counts)).toBe(sentence);
});

test.each([
  [{ members: 9, active: 9, admins: 2 }, 0, ""],
  [{ members: 10, active: 9, admins: 2 }, 2, "One former member is deactivated. Two invitations wait."],
  [{ members: 12, active: 9, admins: 2 }, 1, "Three former members are deactivated. One invitation waits."],
])("%j and %d invitations", (counts, invitations, sentence) => {
  expect(membersLead(counts, invitations)).toBe(sentence);
});
