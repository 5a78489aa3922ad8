import { eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { matrixVersion } from "@/db/schema/matrix";
import { type MatrixDefinition, stepName } from "@/domain/risk/matrix";
import {
  compareRegisters,
  exposureMoved,
  heatSentence,
  type Movement,
  movedSentence,
  movementText,
  type RegisterLine,
} from "@/domain/risk/movement";
import type { MovementInput } from "@/domain/risk/movement-input";
import { compareSeverity, type Severity } from "@/domain/risk/severity";
import { endOfDay } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { policyIn } from "../standing/queries";

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_LISTED = 100;

type Place = Omit<MovementInput, "since">;

/** Where a risk stands now decides: one that moved to another place is compared there. */
function standsOn({ initiativeId, modelId, programId }: Place): SQL {
  if (initiativeId) return sql`r.counts_on_id = ${initiativeId}::uuid`;
  if (modelId) return sql`r.model_id = ${modelId}::uuid`;
  if (programId) return sql`r.program_id = ${programId}::uuid`;
  return sql`true`;
}

type Row = {
  id: string;
  code: string;
  title: string;
  status: RegisterLine["status"];
  versionId: string | null;
  severity: Severity | null;
  score: number;
  likelihood: number;
  impact: number;
  expected: string | number | null;
};
type Pair = { now: Row; before: Row | null };

const row = (alias: string): SQL =>
  sql.raw(`json_build_object('id', ${alias}.id, 'code', ${alias}.code, 'title', ${alias}.title, 'status', ${alias}.status,
    'versionId', ${alias}.residual_version_id, 'severity', ${alias}.residual_severity, 'score', ${alias}.residual_score,
    'likelihood', ${alias}.residual_likelihood, 'impact', ${alias}.residual_impact, 'expected', ${alias}.expected_value)`);

/** Only what was written since can have moved: each with how it stood then. */
const movedIn = (tx: Tx, orgId: string, since: Date, until: Date | null, place: Place) =>
  tx.execute<Pair>(sql`
    with touched as (
      select distinct h.id from history.risk h where h.org_id = ${orgId} and h.recorded_from > ${since.toISOString()}::timestamptz
        and (${until?.toISOString() ?? null}::timestamptz is null or h.recorded_from <= ${until?.toISOString() ?? null}::timestamptz)
    )
    select ${row("r")} as now, case when b.id is null then null else ${row("b")} end as before
    from touched t join risk r on r.org_id = ${orgId} and r.id = t.id
      left join lateral (select h.* from history.risk h where h.org_id = ${orgId} and h.id = t.id
        and h.recorded_from <= ${since.toISOString()}::timestamptz
        and (h.recorded_to is null or h.recorded_to > ${since.toISOString()}::timestamptz)) b on true
    where ${standsOn(place)}`);

async function totalsIn(tx: Tx, orgId: string, place: Place): Promise<{ open: number; expected: number }> {
  const [found] = await tx.execute<{ open: number; expected: string | null }>(sql`
    select count(*)::int as open, sum(r.expected_value) as expected from risk r
    where r.org_id = ${orgId} and r.status = 'open' and ${standsOn(place)}`);
  return { open: found?.open ?? 0, expected: Number(found?.expected ?? 0) };
}

function lineOf(found: Row, matrices: ReadonlyMap<string, MatrixDefinition>): RegisterLine {
  const { id, code, title, status, versionId, severity, score, likelihood, impact, expected } = found;
  const matrix = versionId === null ? undefined : matrices.get(versionId);
  const cell =
    severity === null || versionId === null
      ? null
      : {
          ...{ matrixVersionId: versionId, severity, score },
          likelihood: { name: stepName(matrix?.likelihoods ?? [], likelihood), place: likelihood + 1 },
          impact: { name: stepName(matrix?.impacts ?? [], impact), place: impact + 1 },
        };
  return { id, code, title, status, residual: cell, expected: expected === null ? null : Number(expected) };
}

/** What turned red first, then what is red, then by how much it grew. */
function gravest(one: Movement, other: Movement): number {
  const [a, b] = [one.after.residual, other.after.residual];
  const [grownA, grownB] = [one, other].map(({ before, after }) => (after.expected ?? 0) - (before?.expected ?? 0));
  return (
    Number(other.turnedRed) - Number(one.turnedRed) ||
    compareSeverity(b?.severity ?? "green", a?.severity ?? "green") ||
    (grownB ?? 0) - (grownA ?? 0)
  );
}

/**
 * What moved since a date, in words and each by itself: new, closed, come true, turned red, up and down.
 *
 * @throws AppError BAD_REQUEST for a date that is not before the instant looked from.
 */
export function listMovements(ctx: OrgContext, { since: day, ...place }: MovementInput) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const since = day ? endOfDay(day, policy.timeZone) : new Date(policy.now.getTime() - DEFAULT_DAYS * DAY_MS);
    if (since >= policy.now) throw new AppError("BAD_REQUEST", "Choose a day before the one that is looked from.");
    const [pairs, totals, versions] = await Promise.all([
      movedIn(tx, ctx.orgId, since, ctx.asOf, place),
      totalsIn(tx, ctx.orgId, place),
      tx
        .select({ id: matrixVersion.id, definition: matrixVersion.definition })
        .from(matrixVersion)
        .where(eq(matrixVersion.orgId, ctx.orgId)),
    ]);
    const matrices = new Map(versions.map(({ id, definition }) => [id, definition]));
    const lines = (of: "now" | "before") =>
      pairs.flatMap((pair) => pair[of] ?? []).map((each) => lineOf(each, matrices));
    const moved = compareRegisters(lines("before"), lines("now"));
    // What was not touched is the same on both sides.
    const rest = { open: totals.open - moved.openAfter, expected: totals.expected - moved.expectedAfter };
    const register = {
      ...moved,
      openBefore: moved.openBefore + rest.open,
      openAfter: totals.open,
      expectedBefore: moved.expectedBefore + rest.expected,
      expectedAfter: totals.expected,
    };
    const spoken = { since, now: policy.now, timeZone: policy.timeZone };
    const shown = moved.movements.filter(({ kind }) => kind !== "none").sort(gravest);
    const { openBefore, openAfter, expectedBefore, expectedAfter } = register;
    return {
      ...{ since, openBefore, openAfter, expectedBefore, expectedAfter, currency: policy.currency },
      moved: movedSentence(register, spoken),
      heat: heatSentence(register),
      exposure: exposureMoved(register, policy.currency, spoken),
      count: shown.length,
      movements: shown.slice(0, MOST_LISTED).map((movement) => ({
        ...movement,
        text: movementText(movement, policy.currency),
      })),
    };
  });
}
