import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { program } from "@/db/schema/initiative";
import { appetite, authority, escalationRule, matrixVersion } from "@/db/schema/matrix";
import { membership, organisation } from "@/db/schema/organisation";
import { directorOf } from "@/domain/program/tree";
import { type Appetite, type ResidualCell, STANCES } from "@/domain/risk/appetite";
import { AUTHORITY_ROLES, type Authorities, authoritiesFrom, SAFETY_CATEGORY } from "@/domain/risk/authority";
import { type EscalationRule, rulesFrom } from "@/domain/risk/escalation-rule";
import { type MatrixDefinition, rate, stepName } from "@/domain/risk/matrix";
import type { RiskKind, RiskStatus } from "@/domain/risk/response";
import type { Severity } from "@/domain/risk/severity";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { uuids } from "../../subject/queries";
import type { Place } from "../level/queries";

/** What an organisation decided about risk, and where it lives. */
export type Policy = {
  appetites: Appetite[];
  authorities: Authorities;
  rules: EscalationRule[];
  timeZone: string;
  currency: string;
  /** The day it is there. */
  today: string;
  now: Date;
};

const roleOf = (text: string) => AUTHORITY_ROLES.find((role) => role === text);

export async function policyIn(tx: Tx, { orgId, now, asOf }: OrgContext): Promise<Policy> {
  const [places, appetites, authorities, rules] = await Promise.all([
    tx
      .select({ timeZone: organisation.timeZone, currency: organisation.currency })
      .from(organisation)
      .where(eq(organisation.orgId, orgId)),
    tx.select().from(appetite).where(eq(appetite.orgId, orgId)).orderBy(appetite.position, appetite.category),
    tx.select().from(authority).where(eq(authority.orgId, orgId)),
    tx.select().from(escalationRule).where(eq(escalationRule.orgId, orgId)),
  ]);
  const [place] = places;
  if (!place) throw new AppError("NOT_FOUND", "The organisation did not exist on that date.");
  const looked = asOf ?? now;
  return {
    ...place,
    now: looked,
    today: dayOf(looked, place.timeZone),
    appetites: appetites.map(({ category, name, stance, tolerance, note }) => ({
      ...{ category, name, tolerance, note },
      stance: STANCES.find((each) => each === stance) ?? "cautious",
    })),
    authorities: authoritiesFrom(
      authorities.flatMap(({ severity, role }) => {
        const known = roleOf(role);
        return known ? [{ severity, role: known }] : [];
      }),
    ),
    rules: rulesFrom(rules),
  };
}

/** The residual that holds, with its cell by name and by place. */
export type Residual = ResidualCell & {
  assessmentId: string;
  matrixVersionId: string;
  matrix: MatrixDefinition;
  /** From 0. */
  at: number;
  impacts: Record<string, number>;
  probability: number | null;
  automatic: boolean;
  safetySeverity: Severity | null;
};

/** A risk as its rules see it. */
export type Standing = {
  id: string;
  code: string;
  title: string;
  version: number;
  kind: RiskKind;
  status: RiskStatus;
  category: string | null;
  proximityOn: string | null;
  /** The stated probability, a fraction. */
  stated: number | null;
  place: Place;
  residual: Residual | null;
  actions: { title: string; dueOn: string | null }[];
  accepted: { id: string; severity: Severity; score: number; expiresOn: string } | null;
};

type RiskRow = Omit<Standing, "place" | "residual" | "actions" | "accepted"> &
  Omit<Place, "directorId"> &
  AssessmentRow & { programId: string | null };
type AssessmentRow = {
  assessmentId: string | null;
  matrixVersionId: string | null;
  likelihood: number;
  impact: number;
  impacts: Record<string, number>;
  severity: Severity;
  score: number;
  probability: number | null;
  automatic: boolean;
};

const residualsOf = (which: ReturnType<typeof uuids>, orgId: string) => sql`
  select r.id, r.code, r.title, r.version, r.kind, r.status, r.category, r.proximity_on::text as "proximityOn", r.probability as stated,
    r.owner_id as "riskOwnerId", r.counts_on_id as "initiativeId", i.owner_id as "ownerId", i.lead_id as "leadId", i.sponsor_id as "sponsorId", coalesce(r.program_id, i.program_id) as "programId",
    a.id as "assessmentId", a.matrix_version_id as "matrixVersionId", a.likelihood, a.impact, a.impacts, a.severity, a.score,
    a.probability, a.automatic
  from risk r
    left join initiative i on i.org_id = r.org_id and i.id = r.counts_on_id
    left join lateral (select * from risk_assessment a where a.org_id = r.org_id and a.risk_id = r.id and a.kind = 'residual'
      order by a.number desc limit 1) a on true
  where r.org_id = ${orgId} and r.id = any (${which}) order by r.id`;

/** Matrix versions by id; there are few. */
async function matricesIn(tx: Tx, orgId: string, ids: readonly string[]): Promise<Map<string, MatrixDefinition>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: matrixVersion.id, definition: matrixVersion.definition })
    .from(matrixVersion)
    .where(and(eq(matrixVersion.orgId, orgId), inArray(matrixVersion.id, [...new Set(ids)])));
  return new Map(rows.map(({ id, definition }) => [id, definition]));
}

/** What the impact on patient safety alone would be rated; null when none was assessed. */
function safetyOf(matrix: MatrixDefinition, { likelihood, impacts }: AssessmentRow): Severity | null {
  const impact = impacts[SAFETY_CATEGORY];
  return impact === undefined ? null : rate(matrix, likelihood, { [SAFETY_CATEGORY]: impact }).severity;
}

function residualOf(row: AssessmentRow, matrices: ReadonlyMap<string, MatrixDefinition>): Residual | null {
  const { assessmentId, matrixVersionId, likelihood, impact, impacts, severity, score, probability, automatic } = row;
  const matrix = matrixVersionId === null ? undefined : matrices.get(matrixVersionId);
  if (assessmentId === null || matrixVersionId === null || !matrix) return null;
  return {
    ...{ assessmentId, matrixVersionId, matrix, at: likelihood, impacts, probability, automatic, severity, score },
    likelihood: { name: stepName(matrix.likelihoods, likelihood), place: likelihood + 1 },
    impact: { name: stepName(matrix.impacts, impact), place: impact + 1 },
    safetySeverity: safetyOf(matrix, row),
  };
}

export function byRisk<T extends { riskId: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const held = found.get(row.riskId);
    if (held) held.push(row);
    else found.set(row.riskId, [row]);
  }
  return found;
}

/** Programs by id with their directors who are members still; there are few. */
async function programsIn(tx: Tx, orgId: string) {
  const rows = await tx
    .select({ id: program.id, parentId: program.parentId, directorId: membership.id })
    .from(program)
    .leftJoin(
      membership,
      and(eq(membership.orgId, program.orgId), eq(membership.id, program.directorId), eq(membership.active, true)),
    )
    .where(eq(program.orgId, orgId));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** The risks as the reader may see them, each with what its rules look at; five statements, however many. */
export async function standingsIn(
  tx: Tx,
  { orgId }: Pick<OrgContext, "orgId">,
  ids: readonly string[],
  today: string,
): Promise<Standing[]> {
  if (ids.length === 0) return [];
  const which = uuids(ids);
  const [rows, actions, accepted, programs] = await Promise.all([
    tx.execute<RiskRow>(residualsOf(which, orgId)),
    tx.execute<{ riskId: string; title: string; dueOn: string | null }>(sql`
      select risk_id as "riskId", title, due_on::text as "dueOn" from response_action
      where org_id = ${orgId} and risk_id = any (${which}) and done_on is null order by due_on, id`),
    tx.execute<{ riskId: string; id: string; severity: Severity; score: number; expiresOn: string }>(sql`
      select distinct on (c.risk_id) c.risk_id as "riskId", c.id, a.severity, a.score, c.expires_on::text as "expiresOn"
      from risk_acceptance c join risk_assessment a on a.org_id = c.org_id and a.id = c.assessment_id
      where c.org_id = ${orgId} and c.risk_id = any (${which}) and c.decision = 'accepted' and c.expires_on >= ${today}::date
      order by c.risk_id, c.decided_on desc, c.id desc`),
    programsIn(tx, orgId),
  ]);
  const matrices = await matricesIn(
    tx,
    orgId,
    rows.flatMap(({ matrixVersionId }) => matrixVersionId ?? []),
  );
  const actionsOf = byRisk(actions);
  const acceptedOf = new Map(accepted.map((row) => [row.riskId, row]));
  return rows.map((row) => {
    const { id, code, title, version, kind, status, category, proximityOn, stated } = row;
    const { riskOwnerId, initiativeId, ownerId, leadId, sponsorId } = row;
    const directorId = directorOf(programs, row.programId);
    const found = acceptedOf.get(id);
    return {
      ...{ id, code, title, version, kind, status, category, proximityOn, stated },
      place: { riskOwnerId, initiativeId, ownerId, leadId, sponsorId, directorId },
      residual: residualOf(row, matrices),
      actions: (actionsOf.get(id) ?? []).map(({ title: what, dueOn }) => ({ title: what, dueOn })),
      accepted: found
        ? { id: found.id, severity: found.severity, score: found.score, expiresOn: found.expiresOn }
        : null,
    };
  });
}

/** @throws AppError NOT_FOUND, also for a risk that is hidden from the reader */
export async function standingIn(tx: Tx, ctx: OrgContext, riskId: string, policy: Policy): Promise<Standing> {
  const [found] = await standingsIn(tx, ctx, [riskId], policy.today);
  if (!found) throw new AppError("NOT_FOUND", "No such risk");
  return found;
}

/** Names of members by id. */
export async function namesIn(tx: Tx, orgId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: membership.id, name: membership.name })
    .from(membership)
    .where(and(eq(membership.orgId, orgId), inArray(membership.id, [...new Set(ids)])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
