import { eq } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { riskAcceptance } from "@/db/schema/risk-part";
import { change } from "@/server/record/change";
import { decideAcceptance, proposeAcceptance } from "@/server/risk/accept/commands";
import { createRisk } from "@/server/risk/commands";
import { getRisk } from "@/server/risk/page/queries";
import { axe, expect, settled, test } from "./fixture";

const TITLE = "Compute outruns the budget";
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("a risk is assessed, answered with a control and an action, and accepted by another person", async ({
  freshAs,
  joinedAs,
}) => {
  const first = await freshAs("pmo");
  const { ctx, orgId, slug } = first.member;
  const [place] = await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "C-1", title: "Ambient notes" }).returning({ id: initiative.id }),
  );
  const risk = await createRisk(ctx, {
    ...{ title: TITLE, cause: "Use grows without caps", event: "tokens pass the plan", consequence: "spend ends over" },
    ...{ initiativeId: place?.id ?? null, category: "financial", probability: 0.2, lossLikely: 25_000_000, tags: [] },
    residual: { likelihood: 2, impacts: { financial: 1 } },
  });
  const { page } = first;
  await page.goto(`/${slug}/risks/${risk.code}`);
  await settled(page);

  await page
    .getByText(/·\s*possible, 15–35/)
    .first()
    .waitFor(); // beside the chance, the band it lies in

  // Assess: the cell is picked by keys, the level is said before saving, and a move says why.
  await page.getByRole("button", { name: "Assess", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^possible × moderate/ }).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await dialog.getByText("likely 4 × major 4 = 16").waitFor();
  expect(await dialog.getByRole("button", { name: "Save assessment" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Rationale").fill("Use doubled in October and no cap is agreed.");
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save assessment" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Use doubled in October and no cap is agreed.").first().waitFor();

  await page.getByRole("button", { name: "Add a control" }).click();
  await dialog.getByLabel("Control").fill("Caps for each use");
  await dialog.getByLabel(/Effectiveness/).fill("40");
  await dialog.getByRole("button", { name: "Add control" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("table", { name: "Controls" }).getByText("Caps for each use").waitFor();

  await page.getByRole("button", { name: "Add an action" }).click();
  await dialog.getByLabel("What is to be done").fill("Agree caps with each unit");
  await dialog.getByLabel("Due").fill(inDays(20));
  await dialog.getByRole("button", { name: "Add action" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("table", { name: "Actions" }).getByText("Agree caps with each unit").waitFor();

  // Proposed by one person, who is refused to decide about it.
  await page.getByRole("button", { name: "Propose to accept it" }).click();
  await dialog.getByLabel("Until").fill(inDays(90));
  await dialog.getByLabel("Rationale").fill("The pilot ends in spring and the caps are on their way.");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Who proposes an acceptance cannot decide about it.").waitFor();
  expect(await page.getByRole("button", { name: "Accept the risk" }).count()).toBe(0);
  await page.reload(); // what is said in passing covers what lies below it, and so does the bar what is scrolled under it
  await settled(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  expect(await axe(page)).toEqual([]);

  const second = await joinedAs(first.member, "executive", "Iris Lund");
  await second.page.goto(`/${slug}/risks/${risk.code}`);
  await settled(second.page);
  await second.page.getByRole("button", { name: "Accept the risk" }).click();
  const decision = second.page.getByRole("dialog");
  await decision.getByLabel("Reason").fill("Within what the pilot may cost.");
  await decision.getByRole("button", { name: "Accept the risk" }).click();
  await decision.waitFor({ state: "hidden" });
  await second.page.getByText(/accepted by Iris Lund/).waitFor();

  const held = await getRisk(ctx, risk.id);
  expect(held).toMatchObject({ residualScore: 16, residualSeverity: "red" });
  expect(held.controls).toMatchObject([{ name: "Caps for each use", effectiveness: 0.4 }]);
  expect(held.actions).toMatchObject([{ title: "Agree caps with each unit", overdue: false }]);
  expect(held.acceptances).toMatchObject([{ decision: "accepted" }]);
  expect([...first.errors, ...second.errors]).toEqual([]);
});

test("a risk above tolerance is raised by rule; accepted it clears; when the acceptance has ended it is raised again", async ({
  freshAs,
  joinedAs,
}) => {
  const { page, errors, member } = await freshAs("pmo");
  const executive = await joinedAs(member, "executive", "Iris Lund");
  const { ctx, slug } = member;
  const risk = await createRisk(ctx, {
    ...{ title: TITLE, category: "financial", tags: [] },
    residual: { likelihood: 3, impacts: { financial: 3 } },
  });
  await page.goto(`/${slug}/risks/${risk.code}`);
  await settled(page);
  const rules = page.locator("#escalation");
  const look = { timeout: 60_000 }; // the worker looks within the minute
  await rules.getByText("One rule raised it.").waitFor(look);
  await rules.getByText(/To the executive level \(Iris Lund\)/).waitFor();

  const proposed = { riskId: risk.id, expiresOn: inDays(90), rationale: "The pilot ends in spring and caps follow." };
  const { id } = await proposeAcceptance(ctx, proposed);
  const decided = { acceptanceId: id, version: 1, decision: "accepted" as const, reason: "Within what it may cost." };
  await decideAcceptance(executive.member.ctx, decided);
  await rules.getByText("No rule has raised it.").waitFor(look);
  await rules.getByText(/It is accepted until/).waitFor();

  await change(ctx, { name: "test" }, (tx) =>
    tx
      .update(riskAcceptance)
      .set({ expiresOn: inDays(-1) })
      .where(eq(riskAcceptance.id, id)),
  );
  await rules.getByText("One rule raised it.").waitFor(look);
  await page.getByText("Expired", { exact: true }).first().waitFor();
  expect(errors).toEqual([]);
});

test("a starter is copied, and an issue is recorded and resolved in the log", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  const { slug } = member;
  await page.goto(`/${slug}/risks/starters`);
  await settled(page);
  await page.getByLabel("Search the library").fill("alert fatigue");
  await page.getByRole("button", { name: "Copy Alert fatigue" }).click();
  await page.getByText("copied already").waitFor();
  expect(await axe(page)).toEqual([]);

  await page.goto(`/${slug}/risks/log`);
  await settled(page);
  await page.getByRole("button", { name: "New issue" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What has gone wrong").fill("The lab feed is late");
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Record it" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page
    .getByRole("link", { name: /The lab feed is late/ })
    .first()
    .click();
  await dialog.getByLabel("How it was resolved").fill("The interface was restarted.");
  await dialog.getByRole("button", { name: "Resolved" }).click();
  await dialog.waitFor({ state: "hidden" });

  await page.goto(`/${slug}/settings/appetite`);
  await settled(page);
  expect(await axe(page)).toEqual([]);
  expect(errors).toEqual([]);
});
