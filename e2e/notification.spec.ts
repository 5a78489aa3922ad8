import { eq } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import { axe, expect, settled, test } from "./fixture";

test("following, the centre, what one wants to hear of", async ({ freshAs, joinedAs }) => {
  const first = await freshAs("pmo");
  const { orgId, slug, ctx } = first.member;
  const viewer = await joinedAs(first.member, "viewer", "Ken Sato");
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "N-1", title: "Sepsis early warning", stage: "build" }),
  );
  await viewer.page.goto(`/${slug}/initiatives/N-1`);
  await settled(viewer.page);
  await viewer.page.getByRole("button", { name: "Follow", exact: true }).click();
  await viewer.page.getByRole("button", { name: "Following" }).waitFor();
  await change(ctx, { name: "initiative.change_stage", reason: "It is built." }, (tx) =>
    tx.update(initiative).set({ stage: "validation" }).where(eq(initiative.code, "N-1")),
  );
  // Nobody announced this change: the worker finds it within a minute, and the open page hears of it.
  await viewer.page.getByRole("button", { name: /notifications, 1 unread/ }).waitFor({ timeout: 100_000 });
  await viewer.page.goto(`/${slug}/notifications`);
  await settled(viewer.page);
  expect(await viewer.page.locator("h1").textContent()).toBe("One notification is unread.");
  await viewer.page.getByText("moved N-1 Sepsis early warning from Build to Validation.").waitFor();
  expect(await axe(viewer.page)).toEqual([]);
  await viewer.page.getByRole("button", { name: "Mark read", exact: true }).click();
  await viewer.page.getByRole("heading", { name: "You have read everything." }).waitFor();
  await viewer.page.getByRole("button", { name: "Only unread" }).click();
  await viewer.page.getByText("Nothing is unread").waitFor();
  const stored = viewer.page.waitForResponse((answer) => answer.url().includes("notification.setPreference"));
  await viewer.page.getByRole("combobox", { name: "Stages" }).selectOption({ label: "Not at all" });
  await stored;
  await viewer.page.reload();
  await settled(viewer.page);
  expect(await viewer.page.getByRole("combobox", { name: "Stages" }).inputValue()).toBe("none");
  expect(viewer.errors).toEqual([]);
});
