export const ROLES = [
  "admin",
  "executive",
  "pmo",
  "owner",
  "validator",
  "mlops",
  "finance",
  "auditor",
  "viewer",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  admin: "Administrator",
  executive: "Executive",
  pmo: "Program office",
  owner: "Initiative owner",
  validator: "Model validator",
  mlops: "MLOps lead",
  finance: "Finance partner",
  auditor: "Auditor",
  viewer: "Viewer",
};

/** What a role is for, said where somebody chooses one. */
export const ROLE_MEANINGS: Record<Role, string> = {
  admin: "Members, settings and everything else.",
  executive: "Reads everything, votes and decides.",
  pmo: "Keeps the portfolio, plans and packs.",
  owner: "Edits the initiatives they sponsor, own or lead.",
  validator: "Reviews models they neither built nor own.",
  mlops: "Connections, models, rules and incidents.",
  finance: "Actual figures and the confirmation of benefits.",
  auditor: "Reads everything, of any date; writes nothing.",
  viewer: "Reads what is not restricted.",
};

const everyone = ROLES;
/** Auditors write nothing, viewers only read. */
const writers = ["admin", "executive", "pmo", "owner", "validator", "mlops", "finance"] as const;

/**
 * Who may do what. `own` rights (an owner edits only initiatives they sponsor, own or lead, and the risks of those or their
 * own) and authorities (who may accept a risk) are narrowed in commands; so is an import, to whoever may write what it writes.
 */
const MATRIX = {
  "organisation:read": everyone,
  "organisation:manage": ["admin"],
  "member:read": everyone,
  "member:manage": ["admin"],
  "mail:read": ["admin"],
  "mail:send": ["admin"],
  "audit:read": ["admin", "auditor"],
  "api-token:own": everyone,
  "api-token:manage": ["admin"],
  "initiative:read": everyone,
  "initiative:create": ["admin", "pmo", "owner"],
  "initiative:edit": ["admin", "pmo", "owner"],
  "initiative:archive": ["admin", "pmo"],
  "program:edit": ["admin", "pmo"],
  "custom-field:manage": ["admin", "pmo"],
  "import:read": ["admin", "pmo", "owner", "validator", "mlops", "auditor"],
  "import:run": ["admin", "pmo", "owner", "validator", "mlops"],
  "model:read": everyone,
  "model:edit": ["admin", "mlops"],
  "risk:read": everyone,
  "risk:edit": ["admin", "pmo", "owner", "validator", "mlops"],
  "risk:accept": writers,
  "matrix:manage": ["admin", "pmo"],
  "appetite:manage": ["admin", "executive"],
  "connection:read": ["admin", "mlops", "auditor"],
  "connection:manage": ["admin", "mlops"],
  "rule:manage": ["admin", "mlops"],
  "pack:read": ["admin", "executive", "pmo", "owner", "validator", "mlops", "finance", "auditor"],
  "pack:build": ["admin", "pmo"],
  "change:read": everyone,
  "view:own": everyone,
  "view:share": ["admin", "pmo", "mlops"],
  "seal:read": ["admin", "auditor"],
  "seal:verify": ["admin", "auditor"],
  "comment:read": everyone,
  "comment:write": writers,
  "document:read": everyone,
  "document:write": writers,
  "link:read": everyone,
  "link:edit": ["admin", "pmo", "owner", "mlops"],
  "notification:read": everyone,
  "tag:manage": ["admin", "pmo"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof MATRIX;
export const PERMISSIONS = Object.keys(MATRIX) as Permission[];

export function can(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = MATRIX[permission];
  return allowed.includes(role);
}

export const permissionsOf = (role: Role): Permission[] => PERMISSIONS.filter((permission) => can(role, permission));

/** Roles that see restricted initiatives without being named on them. */
export const SEES_RESTRICTED: readonly Role[] = ["admin", "auditor"];

/** Roles that see every import with its report; the others see their own. */
export const SEES_ALL_IMPORTS: readonly Role[] = ["admin", "pmo", "auditor"];
