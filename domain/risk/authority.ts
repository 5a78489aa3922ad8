import { SEVERITIES, type Severity, severityRank } from "./severity";

/** Who may own a risk of a class, lowest first: each level stands above the one before it. */
export const AUTHORITY_ROLES = ["owner", "program_director", "sponsor", "executive"] as const;
export type AuthorityRole = (typeof AUTHORITY_ROLES)[number];

export const AUTHORITY_LABELS: Record<AuthorityRole, string> = {
  owner: "Initiative owner",
  program_director: "Program director",
  sponsor: "Sponsor",
  executive: "Executive",
};

/** The level as it stands inside a sentence: "the sponsor", "an executive". */
export const AUTHORITY_IN_SENTENCE: Record<AuthorityRole, string> = {
  owner: "the initiative owner",
  program_director: "the program director",
  sponsor: "the sponsor",
  executive: "an executive",
};

export const authorityOrder = (role: AuthorityRole): number => AUTHORITY_ROLES.indexOf(role);

export const higherAuthority = (one: AuthorityRole, other: AuthorityRole): AuthorityRole =>
  authorityOrder(one) >= authorityOrder(other) ? one : other;

/** Which level owns a class of severity, as the organisation decided. */
export type Authorities = Readonly<Record<Severity, AuthorityRole>>;

export const STARTING_AUTHORITIES: Authorities = {
  green: "owner",
  yellow: "program_director",
  amber: "sponsor",
  red: "executive",
};

/** What an organisation stored, completed by what holds where it said nothing. */
export const authoritiesFrom = (rows: readonly { severity: Severity; role: AuthorityRole }[]): Authorities => ({
  ...STARTING_AUTHORITIES,
  ...Object.fromEntries(rows.map(({ severity, role }) => [severity, role])),
});

/** The classes whose level is lower than that of a milder class; such authorities are refused. */
export const inconsistentAuthorities = (authorities: Authorities): Severity[] =>
  SEVERITIES.filter((severity, at) =>
    SEVERITIES.slice(0, at).some(
      (milder) => authorityOrder(authorities[milder]) > authorityOrder(authorities[severity]),
    ),
  );

/** The category in which a red risk is nobody's below an executive, whatever an organisation decided. */
export const SAFETY_CATEGORY = "patient_safety";

export type Graded = {
  readonly category: string;
  readonly severity: Severity;
  /** What the impact on patient safety alone is rated; null when none was assessed. */
  readonly safetySeverity?: Severity | null;
};

export const isRedOnSafety = ({ category, severity, safetySeverity }: Graded): boolean =>
  severity === "red" && (category === SAFETY_CATEGORY || safetySeverity === "red");

export type Authority = { readonly role: AuthorityRole; readonly because: string };

/**
 * The lowest level that may accept a risk and to which it is raised. A graver class never has a lower one: where the
 * data say so, the milder class's level holds.
 */
export function authorityFor(risk: Graded, authorities: Authorities): Authority {
  const upTo = SEVERITIES.slice(0, severityRank(risk.severity) + 1);
  const role = upTo.map((severity) => authorities[severity]).reduce(higherAuthority);
  const owner = `${AUTHORITY_LABELS[role]} is the level that owns ${risk.severity} risks.`;
  if (!isRedOnSafety(risk) || role === "executive") return { role, because: owner };
  return {
    role: "executive",
    because: `${owner} A red risk to patient safety is never owned below an executive.`,
  };
}
