import { ROLE_LABELS, ROLES } from "../access/permission";
import type { RegisterDeclaration } from "../table/column";

/** The register of members, by name. */
export const MEMBER_REGISTER = {
  noun: "member",
  one: "member",
  many: "members",
  sort: [{ key: "name", descending: false }],
  search: "contains",
  columns: [
    { key: "name", label: "Name", kind: "text", required: true, fixed: true },
    { key: "email", label: "Email address", kind: "text", required: true, hidden: true, width: 220 },
    {
      key: "role",
      label: "Role",
      kind: "choice",
      choices: ROLES.map((value) => ({ value, label: ROLE_LABELS[value] })),
      required: true,
      board: true,
      bulk: true,
      width: 190,
    },
    {
      key: "state",
      label: "State",
      kind: "choice",
      choices: [
        { value: "active", label: "active" },
        { value: "deactivated", label: "deactivated" },
      ],
      required: true,
      bulk: true,
      width: 110,
    },
    {
      key: "seen",
      label: "Last sign-in",
      kind: "instant",
      empty: "never",
      descendingFirst: true,
      compared: false,
      width: 150,
      permission: "member:manage",
    },
  ],
} as const satisfies RegisterDeclaration;

export type MemberColumn = (typeof MEMBER_REGISTER)["columns"][number]["key"];
