import { eq } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { expect, settled, test } from "./fixture";

test("two people edit one row: the second sees both values and chooses", async ({ freshAs, joinedAs }) => {
  const first = await freshAs("pmo");
  const { ctx, orgId, slug } = first.member;
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "C-1", title: "Shared row", businessUnit: "Nursing" }),
  );
  const second = await joinedAs(first.member, "admin", "Noor Ames");
  for (const { page } of [first, second]) {
    await page.goto(`/${slug}/initiatives/C-1`);
    await settled(page);
  }
  const edit = async ({ page }: typeof second, text: string) => {
    await page.getByRole("button", { name: /business unit/i }).click();
    await page
      .getByRole("combobox", { name: "Business unit" })
      .or(page.getByRole("textbox", { name: "Business unit" }))
      .fill(text);
  };
  await edit(first, "Surgery");
  await edit(second, "Pharmacy");
  await second.page.getByRole("button", { name: "Save" }).click();
  await second.page.getByText("Business unit saved").waitFor();
  await first.page.waitForTimeout(1_500); // the other's change has reached this page by now; it must not be taken as seen
  await first.page.getByRole("button", { name: "Save" }).click();
  await first.page.getByText(/Noor Ames changed this while you were editing/).waitFor();
  const dialog = first.page.getByRole("dialog");
  expect(await dialog.textContent()).toMatch(/Surgery[\s\S]*Pharmacy/);
  await dialog.getByRole("radio").nth(1).check();
  await dialog.getByRole("button", { name: "Keep theirs" }).click();
  await dialog.waitFor({ state: "hidden" });
  const [row] = await read(ctx, (tx) =>
    tx.select({ unit: initiative.businessUnit }).from(initiative).where(eq(initiative.code, "C-1")),
  );
  expect(row?.unit).toBe("Pharmacy");
});

test("two people save one model: only the field both changed is asked about, and mine goes on top", async ({
  freshAs,
  joinedAs,
}) => {
  const first = await freshAs("mlops");
  const { ctx, orgId, slug } = first.member;
  const [made] = await change(ctx, { name: "model.create" }, (tx) =>
    tx.insert(model).values({ orgId, name: "Fall risk", status: "live" }).returning({ id: model.id }),
  );
  const second = await joinedAs(first.member, "admin", "Noor Ames");
  for (const { page } of [first, second]) {
    await page.goto(`/${slug}/models/${made?.id}`);
    await settled(page);
    await page.getByRole("button", { name: "Edit model" }).click();
  }
  const fill = async ({ page }: typeof second, values: Record<string, string>) => {
    for (const [label, text] of Object.entries(values))
      await page.getByRole("textbox", { name: new RegExp(`^${label}`) }).fill(text);
  };
  await fill(first, { Name: "Fall risk, wards", Purpose: "Warns of falls." });
  await fill(second, { Name: "Fall risk, all" });
  await second.page.getByLabel("Tier").selectOption({ label: "Tier 1" });
  await second.page.getByRole("button", { name: "Save", exact: true }).click();
  await second.page.getByText("Fall risk, all is saved.").waitFor();
  await first.page.waitForTimeout(1_500); // the other's change has reached this page by now; it must not be taken as seen
  await first.page.getByRole("button", { name: "Save", exact: true }).click();
  await first.page.getByText(/Noor Ames changed this while you were editing/).waitFor();
  const dialog = first.page.getByRole("dialog");
  expect(await dialog.textContent()).toMatch(
    /Name · was Fall risk[\s\S]*Fall risk, wards[\s\S]*Noor Ames, [\s\S]*Fall risk, all/,
  );
  expect(await dialog.getByRole("radio").count()).toBe(2);
  await dialog.getByRole("radio").nth(0).check();
  await dialog.getByRole("button", { name: "Save mine on top" }).click();
  await dialog.waitFor({ state: "hidden" });
  await first.page.getByText("Fall risk, wards is saved.").waitFor();
  const [row] = await read(ctx, (tx) => tx.select().from(model).where(eq(model.orgId, orgId)));
  expect(row).toMatchObject({ name: "Fall risk, wards", purpose: "Warns of falls.", tier: 1 });
});
