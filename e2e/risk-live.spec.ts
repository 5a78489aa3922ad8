import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { connection } from "@/db/schema/connection";
import { series } from "@/db/schema/metric";
import { riskControl } from "@/db/schema/risk-part";
import { ruleCreate } from "@/domain/metric/input";
import { riskCreation } from "@/domain/risk/input";
import { storePull } from "@/server/connection/poll/commands";
import type { OrgContext } from "@/server/context";
import { evaluateRules } from "@/server/metric/alert/commands";
import { createRule } from "@/server/metric/rule/commands";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { assessRisk } from "@/server/risk/assess/commands";
import { createRisk, editRisk } from "@/server/risk/commands";
import { applySignals } from "@/server/risk/indicator/commands";
import { linkIndicator } from "@/server/risk/indicator/link/commands";
import { addControl, editControl } from "@/server/risk/part/commands";
import type { Member } from "@/server/testing";
import { axe, expect, settled, test } from "./fixture";

/** What another person did stands on the page by then. */
const SOON = { timeout: 8_000 };
const DAY_MS = 86_400_000;

const raise = ({ ctx }: Member) =>
  createRisk(
    ctx,
    riskCreation.parse({
      ...{ title: "Sepsis cases missed on wards", category: "patient_safety", probability: 0.25 },
      ...{ lossLikely: 10_000_000, residual: { likelihood: 2, impacts: { patient_safety: 4 } } },
    }),
  );

test("another person's edit shows on an open page within seconds; an open editor still meets it as a conflict", async ({
  freshAs,
  joinedAs,
}) => {
  const first = await freshAs("pmo");
  const other = await joinedAs(first.member, "admin", "Noor Ames");
  const { ctx } = other.member;
  const { id, code } = await raise(first.member);
  const control = await addControl(ctx, {
    ...{ riskId: id, name: "Hourly screening", kind: "mitigating", effectiveness: 0.4, testedOn: null, ownerId: null },
  });
  const { page, errors } = first;
  await page.goto(`/${first.member.slug}/risks/${code}`);
  await settled(page);
  await page.getByRole("button", { name: "Edit Hourly screening" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Effectiveness/).fill("50");

  const title = "Sepsis cases missed in the emergency room";
  await editRisk(ctx, { id, version: 1, patch: { title } });
  const shown = page.getByRole("heading", { level: 1, name: title, includeHidden: true });
  await shown.waitFor({ state: "attached", ...SOON });
  const [held] = await read(ctx, (tx) => tx.select().from(riskControl).where(eq(riskControl.id, control.id)));
  await editControl(ctx, { id: control.id, version: held?.version ?? 0, patch: { effectiveness: 0.3 } });
  await page
    .locator("#controls")
    .getByText(/30\s?%/)
    .waitFor({ state: "attached", ...SOON });
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Noor Ames changed this while you were editing").waitFor();
  expect(await dialog.textContent()).toMatch(/was 40\s?%[\s\S]*50\s?%[\s\S]*30\s?%/);
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole("radio").nth(0).check();
  await dialog.getByRole("button", { name: "Save mine on top" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page
    .locator("#controls")
    .getByText(/50\s?%/)
    .waitFor();

  await page.getByRole("button", { name: "Assess", exact: true }).click();
  await dialog.getByRole("button", { name: /^likely × severe/ }).click();
  await dialog.getByLabel("Rationale").fill("The wards rely on the alert more than before.");
  await assessRisk(ctx, {
    ...{ riskId: id, kind: "residual", likelihood: 1, impacts: { patient_safety: 4 }, rationale: "Screening holds." },
    dueOn: null,
  });
  await page
    .locator("#scores")
    .getByText("unlikely 2 × severe 5 = 10")
    .waitFor({ state: "attached", ...SOON });
  await dialog.getByRole("button", { name: "Save assessment" }).click();
  await dialog
    .getByText(/Noor Ames/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
});

test("a live breach raises the likelihood on an open page within seconds, and clears from it", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("admin");
  const { ctx, orgId, slug } = member;
  const job: OrgContext = { ...ctx, actor: { kind: "job", name: "Risk rules" } };
  const connectionId = randomUUID();
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(connection).values({
      ...{ orgId, id: connectionId, name: "Model server", platform: "openmetrics" as const },
      url: "https://models.example.org/metrics",
    }),
  );
  const start = Math.floor(Date.now() / DAY_MS) * DAY_MS - 6 * DAY_MS;
  const give = async (...points: (readonly [day: number, value: number])[]) => {
    const ref = { modelRef: "Sepsis", metric: "recall", label: "Recall", kind: "performance" as const, unit: null };
    await storePull(
      ctx,
      connectionId,
      {
        models: [{ ref: "Sepsis", name: "Sepsis early warning", purpose: null, versions: [] }],
        series: [
          {
            ref: { ...ref, dims: {}, intervalSeconds: 86_400 },
            points: points.map(([day, value]) => ({ at: new Date(start + day * DAY_MS), value })),
          },
        ],
        provenance: { requestUrl: "https://models.example.org/metrics", responseSha256: "0".repeat(64) },
        truncated: false,
      },
      { startedAt: new Date(), durationMs: 12 },
    );
  };
  await give([0, 0.86], [1, 0.85]);
  const [measured] = await read(ctx, (tx) => tx.select({ id: series.id }).from(series));
  const limits = { direction: "low", warning: 0.82, critical: 0.78, noDataAfter: 900 };
  const rule = await createRule(ctx, ruleCreate.parse({ seriesId: measured?.id, ...limits }));
  const { id: riskId, code } = await raise(member);
  await linkIndicator(ctx, { riskId, ruleId: rule.id, raiseWarning: 1, raiseCritical: 2, note: null });
  await page.goto(`/${slug}/risks/${code}`);
  await settled(page);
  const residual = page.getByRole("table", { name: "Scores" }).getByRole("row", { name: /Residual/ });
  await residual.getByText("possible 3 × severe 5 = 15").waitFor();

  await give([2, 0.66]);
  await evaluateRules(job);
  await applySignals(job, [riskId]);
  await residual.getByText("almost certain 5 × severe 5 = 25").waitFor(SOON);
  await page.getByText("A measure raised it from possible to almost certain.").waitFor(SOON);
  expect(await axe(page)).toEqual([]);

  await give([3, 0.86], [4, 0.87]);
  await evaluateRules(job);
  await applySignals(job, [riskId]);
  await residual.getByText("possible 3 × severe 5 = 15").waitFor(SOON);
  await page.getByText("A measure raised it from possible to almost certain.").waitFor({ state: "hidden", ...SOON });
  expect(errors).toEqual([]);
});
