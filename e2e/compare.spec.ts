import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { connect } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { membership, organisation } from "@/db/schema/organisation";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import type { Member } from "@/server/testing";
import { axe, expect, settled, test } from "./fixture";
import { lookLint } from "./look-lint";

/** Noon of a day so many days ago. */
function noon(daysAgo: number): Date {
  const day = new Date();
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - daysAgo, 12));
}
const dayText = (daysAgo: number): string => noon(daysAgo).toISOString().slice(0, 10);

/** An organisation with forty days behind it, in which one initiative came, one went and one changed. */
async function withPast({ userId }: Member): Promise<string> {
  const db = connect(process.env.DATABASE_OWNER_URL ?? "", { max: 1, name: "portolan-story" });
  const [orgId, memberId] = [mintOrgId(randomUUID()), randomUUID()];
  const slug = `past-${randomBytes(5).toString("hex")}`;
  const ctx: OrgContext = {
    ...{ orgId, db, asOf: null, now: new Date(), requestId: slug, emit: async () => undefined },
    actor: { kind: "job", name: "story" },
  };
  const at = (daysAgo: number, name: string) => ({ name, at: noon(daysAgo) });
  try {
    // Only a sample organisation takes past instants; it is none any more once its past is told.
    await change(ctx, at(40, "organisation.create"), async (tx) => {
      await tx.insert(organisation).values({ orgId, slug, name: "Harbour Health", timeZone: "UTC", sample: true });
      const person = { userId, name: "Kim Dale", email: `${slug}@example.test`, role: "pmo" as const };
      await tx.insert(membership).values({ orgId, id: memberId, ...person });
    });
    await change(ctx, at(35, "initiative.create"), (tx) =>
      tx.insert(initiative).values([
        { orgId, code: "H-1", title: "Bed forecast", stage: "build", targetOn: "2031-03-01", ownerName: "Sam Ode" },
        { orgId, code: "H-2", title: "Fax reader", stage: "idea" },
        { orgId, code: "H-3", title: "Steady one", stage: "production" },
      ]),
    );
    await change(ctx, at(20, "initiative.edit"), async (tx) => {
      await tx
        .update(initiative)
        .set({ stage: "pilot", targetOn: "2031-06-30", ownerName: "Jo Marsh" })
        .where(eq(initiative.code, "H-1"));
      await tx.delete(initiative).where(eq(initiative.code, "H-2"));
      await tx.insert(initiative).values({ orgId, code: "H-4", title: "Night triage", stage: "idea", tier: 2 });
    });
    await change(ctx, at(5, "initiative.edit"), async (tx) => {
      await tx.update(initiative).set({ title: "Steady one, renamed" }).where(eq(initiative.code, "H-3"));
      await tx.update(organisation).set({ sample: false });
    });
  } finally {
    await db.end();
  }
  return slug;
}

test("two days of the register: what was added, removed and changed, with values; what went is still read", async ({
  freshAs,
}) => {
  const { page, errors, member } = await freshAs("pmo");
  const org = await withPast(member);
  await page.goto(`/${org}/compare?from=${dayText(30)}&to=${dayText(25)}`);
  await settled(page);
  const headline = page.getByRole("heading", { level: 1 });
  expect(await headline.textContent()).toBe("No initiative was added, removed or changed.");

  await page.getByLabel("And end of; empty is now").fill(dayText(10));
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await headline.filter({ hasText: "1 initiative was added, 1 was removed and 1 changed." }).waitFor();
  expect([...(await axe(page)), ...(await lookLint(page))]).toEqual([]);
  const linesOf = (name: string) =>
    page
      .getByRole("region", { name, exact: true })
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  expect(await linesOf("Changed")).toEqual([
    ["Bed forecast", "Stage", "Build", "Pilot"],
    ["Bed forecast", "Owner", "Sam Ode", "Jo Marsh"],
    ["Bed forecast", "Target date", "1\u00a0Mar\u00a02031", "30\u00a0Jun\u00a02031"],
  ]);
  expect(await linesOf("Added")).toEqual([["Night triage", expect.stringMatching(/Stage Idea.*Tier 2/)]]);
  expect(await linesOf("Removed")).toEqual([["Fax reader", expect.stringContaining("Stage Idea")]]);

  await page.getByRole("region", { name: "Removed" }).getByRole("link", { name: "Fax reader" }).click();
  await page.waitForURL(new RegExp(`at=${dayText(30)}`));
  await page
    .getByText(/As recorded on/)
    .first()
    .waitFor();
  await settled(page);
  expect(await page.locator("main").textContent()).toContain("Fax reader");
  expect(errors).toEqual([]);
});
