import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { appetite } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import { exposureInput } from "@/domain/risk/exposure-input";
import { newAction, newControl, riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import { riskMapInput } from "@/domain/risk/map-input";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { activateMatrixVersion, createMatrixVersion } from "../../matrix/commands";
import { listMatrices } from "../../matrix/queries";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { listRows } from "../../table/rows";
import { asMember, joinAs, test } from "../../testing";
import { decideAcceptance, proposeAcceptance } from "../accept/commands";
import { getAcceptances } from "../accept/queries";
import { getAppetite } from "../appetite/queries";
import { assessRisk } from "../assess/commands";
import { createAssumption } from "../assumption/commands";
import { closeRisk, createRisk, editRisk, materialiseRisk, reopenRisk } from "../commands";
import { getExposure } from "../exposure/queries";
import { mapRisks } from "../map/queries";
import { getRisk } from "../page/queries";
import { addAction, addControl, tagRisk } from "../part/commands";
import { raidRegister } from "../raid/columns";
import { riskRegister } from "../register/columns";

const KINDS = [
  "create",
  "assess",
  "edit",
  "close",
  "reopen",
  "came true",
  "part",
  "accept",
  "decide",
  "policy",
] as const;
type Step = { kind: (typeof KINDS)[number] | "look"; risk: number; to: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...KINDS) },
    { weight: 2, arbitrary: fc.constantFrom("create" as const, "assess" as const) },
    { weight: 3, arbitrary: fc.constant("look" as const) },
  ),
  risk: fc.nat(4),
  to: fc.nat(4),
});

const at = (ctx: OrgContext, now: Date): OrgContext & { timeZone: string } => ({ ...ctx, now, timeZone: "UTC" });
const reason = "As the owners agreed at their meeting.";

/** What a reader may do, which is nothing on a past date, and how many risks stand raised, of which no past is kept. */
const LEFT_OUT = /^(?:(?:may|can)(?:[A-Z]|$)|raised$)/;

/** Everything that is shown of risks, as plain data. */
async function shown(ctx: OrgContext & { timeZone: string }): Promise<unknown> {
  const rows = await listRows(ctx, riskRegister, rowsInput.parse({}));
  const ids = await read(ctx, (tx) => tx.select({ id: risk.id }).from(risk).orderBy(risk.id));
  const pages: unknown[] = [];
  for (const { id } of ids) pages.push(await getRisk(ctx, id), await getAcceptances(ctx, { riskId: id }));
  const all = [
    ...[rows, pages, await mapRisks(ctx, riskMapInput.parse({})), await getExposure(ctx, exposureInput.parse({}))],
    ...[await listRows(ctx, raidRegister, rowsInput.parse({})), await getAppetite(ctx), await listMatrices(ctx)],
  ];
  return JSON.parse(JSON.stringify(all, (key, value: unknown) => (LEFT_OUT.test(key) ? undefined : value)));
}

async function perform(ctx: OrgContext, other: OrgContext, todo: Step): Promise<void> {
  const held = await read(ctx, (tx) => tx.select().from(risk).orderBy(risk.number));
  const one = held[todo.risk % Math.max(1, held.length)];
  const cell = { likelihood: todo.to, impacts: { financial: (todo.to * 3 + todo.risk) % 5 } };
  if (todo.kind === "create" || !one) {
    const given = {
      title: `Risk ${held.length}`,
      category: "financial",
      probability: 0.1 + todo.to / 10,
      lossLikely: 1e7,
    };
    await createRisk(ctx, riskCreation.parse({ ...given, residual: cell }));
    return;
  }
  const { id, version } = one;
  if (todo.kind === "assess")
    await assessRisk(ctx, riskAssessmentInput.parse({ riskId: id, kind: "residual", ...cell, rationale: reason }));
  if (todo.kind === "edit")
    await editRisk(ctx, { id, version, patch: { lossLikely: todo.to * 1e6, title: `To ${todo.to}` } });
  if (todo.kind === "close") await closeRisk(ctx, { id, version, reason });
  if (todo.kind === "reopen") await reopenRisk(ctx, { id, reason });
  if (todo.kind === "came true") await materialiseRisk(ctx, { id, version, reason, resolutionDueOn: null });
  if (todo.kind === "part") {
    const control = { riskId: id, name: "Cap", kind: "preventive", effectiveness: todo.to / 5 };
    await addControl(ctx, newControl.parse(control));
    await addAction(ctx, newAction.parse({ riskId: id, title: "Do it", dueOn: "2026-01-01" }));
    await tagRisk(ctx, {
      riskId: id,
      add: [{ framework: "mit-ai-risk", edition: "v3", ref: `${todo.to}.1` }],
      remove: [],
    });
    await createAssumption(ctx, { statement: "It holds", riskId: id });
  }
  const until = new Date(ctx.now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  if (todo.kind === "accept") await proposeAcceptance(ctx, { riskId: id, expiresOn: until, rationale: reason });
  if (todo.kind === "decide") {
    const { acceptances } = await getAcceptances(other, { riskId: id });
    const waiting = acceptances.find(({ state }) => state === "proposed");
    if (waiting)
      await decideAcceptance(other, {
        acceptanceId: waiting.id,
        version: waiting.version,
        decision: "accepted",
        reason,
      });
  }
  if (todo.kind === "policy") await decide(ctx, todo.to);
}

/** Another tolerance, and at times another matrix. */
async function decide(ctx: OrgContext, to: number): Promise<void> {
  const tolerance = to % 2 === 0 ? "amber" : "yellow";
  await change(ctx, { name: "appetite.edit" }, (tx) =>
    tx.update(appetite).set({ tolerance }).where(eq(appetite.category, "financial")),
  );
  if (to < 3) return;
  const { versions, settingVersion } = await listMatrices(ctx);
  const [{ matrixId, name }] = versions as [(typeof versions)[number]];
  const made = await createMatrixVersion(ctx, { matrixId, name, note: "", definition: STARTING_MATRIX });
  await activateMatrixVersion(ctx, { versionId: made.id, version: settingVersion });
}

test("risks as of a settled instant are shown as they were then", async ({ db }) => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
      const { ctx, orgId } = await asMember(db, "admin");
      const other = (await joinAs(db, orgId, "executive")).ctx;
      const looks: { at: Date; live: unknown }[] = [];
      for (const todo of steps) {
        if (todo.kind === "look") {
          const instant = await mintInstant(ctx);
          looks.push({ at: instant, live: await shown(at(ctx, instant)) });
        } else
          await perform(ctx, other, todo).catch((error: unknown) => {
            // What a closed, open or waiting risk refuses is part of the storm.
            if (!(error instanceof Error) || error.name !== "AppError") throw error;
          });
      }
      for (const look of looks) {
        expect(await shown(at({ ...ctx, asOf: look.at }, look.at))).toEqual(look.live);
        compared += 1;
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(8);
}, 120_000);
