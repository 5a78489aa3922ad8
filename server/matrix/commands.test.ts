import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { risk, riskAssessment } from "@/db/schema/risk";
import { riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { newMatrixVersion } from "@/domain/risk/matrix-input";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import type { OrgContext } from "../context";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { assessRisk } from "../risk/assess/commands";
import { closeRisk, createRisk } from "../risk/commands";
import { asMember, joinAs, test } from "../testing";
import { activateMatrixVersion, createMatrixVersion, rerate } from "./commands";
import { listMatrices } from "./queries";
import { previewRerating } from "./rerate/queries";

const SMALL: MatrixDefinition = {
  likelihoods: ["Low", "Medium", "High"].map((name) => ({ name })),
  impacts: ["Slight", "Grave", "Fatal"].map((name) => ({ name })),
  levels: [
    { name: "Watch", severity: "green" },
    { name: "Act", severity: "red" },
  ],
  grid: [
    [0, 0, 1],
    [0, 1, 1],
    [1, 1, 1],
  ],
  floors: [],
};

const create = (ctx: OrgContext, given: object) =>
  createMatrixVersion(ctx, newMatrixVersion.parse({ name: "Small", definition: SMALL, ...given }));
const make = (ctx: OrgContext, likelihood: number, impact: number, more: object = {}) =>
  createRisk(
    ctx,
    riskCreation.parse({ title: "R", residual: { likelihood, impacts: { financial: impact } }, ...more }),
  );

describe("versions", () => {
  test("count up, stay as they were made, and are put to use by choice", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Pat Moe");
    const first = await create(ctx, { note: "Three steps" });
    const second = await create(ctx, { matrixId: first.matrixId, name: "Small, renamed" });
    expect([first.number, second.number]).toEqual([1, 2]);
    const { versions, settingVersion } = await listMatrices(ctx);
    expect(versions.map(({ name, number, inUse, by }) => [name, number, inUse, by])).toEqual([
      ["Small, renamed", 2, false, "Pat Moe"],
      ["Small, renamed", 1, false, "Pat Moe"],
      ["Standard 5×5", 1, true, expect.any(String)],
    ]);
    const asOf = await mintInstant(ctx);
    expect(await activateMatrixVersion(ctx, { versionId: second.id, version: settingVersion })).toMatchObject({
      outcome: "saved",
    });
    expect((await listMatrices(ctx)).inUse).toBe(second.id);
    expect((await listMatrices({ ...ctx, asOf })).inUse).not.toBe(second.id);
    const other = await joinAs(db, orgId, "admin");
    expect(await activateMatrixVersion(other.ctx, { versionId: first.id, version: settingVersion })).toMatchObject({
      ...{ outcome: "conflict", fields: [{ field: "matrixVersionId", theirs: second.id, by: "Pat Moe" }] },
    });
  });

  test("are refused where they get milder, name a category nobody has, or take another's name", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const milder = {
      ...SMALL,
      grid: [
        [0, 1, 0],
        [0, 1, 1],
        [1, 1, 1],
      ],
    };
    const refused = newMatrixVersion.safeParse({ name: "x", definition: milder });
    expect(refused.error?.issues.map(({ message, path }) => [path.join("."), message])).toEqual([
      ["definition.grid.0.2", "Low × Fatal is Watch, milder than Low × Grave, which is Act."],
    ]);
    const floors = [{ category: "weather", impact: 2, severity: "red" as const }];
    await expect(create(ctx, { definition: { ...SMALL, floors } })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(create(ctx, { name: "Standard 5×5" })).rejects.toMatchObject({ code: "CONFLICT" });
    const stranger = await asMember(db, "pmo");
    const { id, matrixId } = await create(stranger.ctx, {});
    await expect(create(ctx, { matrixId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(activateMatrixVersion(ctx, { versionId: id, version: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(previewRerating(ctx, { versionId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("rating again", () => {
  const residualOf = async (ctx: OrgContext, id: string) => {
    const [row] = await read(ctx, (tx) => tx.select().from(risk).where(eq(risk.id, id)));
    return row && [row.residualScore, row.residualSeverity, row.residualVersionId];
  };

  test("old assessments keep theirs until somebody chooses; the preview says what each would become", async ({
    db,
  }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const mild = await make(ctx, 1, 1);
    const grave = await make(ctx, 4, 4, { inherent: { likelihood: 4, impacts: { financial: 4 } } });
    const closed = await make(ctx, 4, 4);
    await closeRisk(ctx, { id: closed.id, version: 1, reason: "Passed" });
    const { id: versionId } = await create(ctx, {});
    await expect(rerate(ctx, { versionId, riskIds: [mild.id] })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const preview = await previewRerating(ctx, { versionId });
    expect(
      preview.rows.map(({ code, kind, levelName, after }) => [code, kind, levelName, after.levelName, after.how]),
    ).toEqual([
      ["R-01", "residual", "Low", "Act", "share"], // 2nd of five is rounded up to the 2nd of three
      ["R-02", "residual", "Critical", "Act", "share"],
      ["R-02", "inherent", "Critical", "Act", "share"],
    ]);
    expect(preview).toMatchObject({
      risks: 2,
      more: 0,
      counts: [
        { from: "green", to: "red", count: 1 },
        { from: "red", to: "red", count: 1 },
      ],
    });
    const { settingVersion, inUse } = await listMatrices(ctx);
    await activateMatrixVersion(ctx, { versionId, version: settingVersion });
    expect(await residualOf(ctx, mild.id)).toEqual([4, "green", inUse]);
    expect(await rerate(ctx, { versionId, riskIds: [grave.id, closed.id] })).toMatchObject({
      assessments: 2,
      risks: 1,
    });
    expect(await residualOf(ctx, grave.id)).toEqual([9, "red", versionId]);
    expect(await residualOf(ctx, mild.id)).toEqual([4, "green", inUse]);
    expect(await residualOf(ctx, closed.id)).toEqual([25, "red", inUse]);
    expect((await previewRerating(ctx, { versionId })).rows.map(({ code }) => code)).toEqual(["R-01"]);
    const kept = await read(ctx, (tx) => tx.select().from(riskAssessment).where(eq(riskAssessment.riskId, grave.id)));
    expect(kept).toHaveLength(4);
    expect(kept.filter(({ rationale }) => rationale === "Rated again by Small, version 1.")).toHaveLength(2);
    const input = {
      riskId: mild.id,
      kind: "residual",
      likelihood: 3,
      impacts: { financial: 0 },
      rationale: "Off the new grid",
    };
    await expect(assessRisk(ctx, riskAssessmentInput.parse(input))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const stranger = await asMember(db, "pmo");
    await expect(rerate(stranger.ctx, { versionId, riskIds: [mild.id] })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    const owner = await joinAs(db, orgId, "owner");
    expect((await listMatrices(owner.ctx)).versions).toHaveLength(2);
  });

  test("from a scale without bands a stated probability finds its step", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const made = await make(ctx, 0, 0, { probability: 0.5 });
    const { id: versionId } = await create(ctx, { name: "Again", definition: { ...STARTING_MATRIX, floors: [] } });
    const { rows } = await previewRerating(ctx, { versionId });
    expect(rows).toMatchObject([{ riskId: made.id, likelihood: 0, after: { likelihood: 3, how: "figure" } }]);
  });
});
