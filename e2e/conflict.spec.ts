import { eq } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
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
  await dialog.getByRole("button", { name: "Save my choices" }).click();
  await dialog.waitFor({ state: "hidden" });
  const [row] = await read(ctx, (tx) =>
    tx.select({ unit: initiative.businessUnit }).from(initiative).where(eq(initiative.code, "C-1")),
  );
  expect(row?.unit).toBe("Pharmacy");
});
