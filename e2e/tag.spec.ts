import { initiative, tag } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import { axe, expect, settled, test } from "./fixture";

test("tags are renamed, merged and deleted at once for all initiatives, and taken back", async ({
  freshAs,
  joinedAs,
}) => {
  const { page, member, errors } = await freshAs("pmo");
  const { orgId, slug, ctx } = member;
  await change(ctx, { name: "initiative.create" }, async (tx) => {
    const made = await tx
      .insert(initiative)
      .values(["T-1", "T-2"].map((code) => ({ orgId, code, title: `Initiative ${code}` })))
      .returning({ id: initiative.id });
    const names = ["vendor", "supplier"];
    await tx.insert(tag).values(made.map(({ id: initiativeId }, n) => ({ orgId, initiativeId, name: names[n] ?? "" })));
  });
  await page.goto(`/${slug}/settings/tags`);
  await settled(page);
  expect(await page.locator("h1").textContent()).toBe("Two tags, each on one initiative only.");
  expect(await axe(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Choose vendor" }).check();
  await page.getByRole("checkbox", { name: "Choose supplier" }).check();
  await page.getByRole("button", { name: "Merge into one" }).click();
  await page
    .getByRole("combobox", { name: "Name of the one" })
    .or(page.getByRole("textbox", { name: "Name of the one" }))
    .fill("supplier");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("heading", { name: "One tag." }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { name: "Two tags, each on one initiative only." }).waitFor();
  expect(errors).toEqual([]);
  const viewer = await joinedAs(member, "viewer");
  await viewer.page.goto(`/${slug}/settings/tags`);
  await settled(viewer.page);
  expect(await viewer.page.getByRole("button", { name: /Rename|Delete|Merge/ }).count()).toBe(0);
});

test("a link is made by some letters, read from the other end, and put back", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  const { orgId, slug, ctx } = member;
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values([
      { orgId, code: "L-1", title: "Sepsis early warning" },
      { orgId, code: "L-2", title: "Laboratory feed" },
    ]),
  );
  await page.goto(`/${slug}/initiatives/L-1`);
  await settled(page);
  const links = page.getByRole("region", { name: "Links" });
  await links.getByText("Linked to nothing yet.").waitFor();
  await links.getByRole("button", { name: "Add a link" }).click();
  await page.getByRole("combobox", { name: "This initiative" }).selectOption({ label: "depends on" });
  await page.getByRole("searchbox", { name: "Which record" }).fill("labor");
  await page.getByRole("radio", { name: /Laboratory feed/ }).check();
  await page.getByRole("button", { name: "Link", exact: true }).click();
  await links.getByText("Depends on 1.").waitFor();
  await links.getByRole("link", { name: /Laboratory feed/ }).click();
  await page.waitForURL(/initiatives\//);
  await page.getByRole("region", { name: "Links" }).getByText("Is needed by 1.").waitFor();
  await page.getByRole("button", { name: "Remove the link to Sepsis early warning" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("region", { name: "Links" }).getByText("Is needed by 1.").waitFor();
  expect(errors).toEqual([]);
});
