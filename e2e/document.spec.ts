import { initiative } from "@/db/schema/initiative";
import { barsOf, pdfOf } from "@/db/seed/sample/files";
import { change } from "@/server/record/change";
import { axe, expect, settled, test } from "./fixture";

test("a picture and its next version, a refused file, a name, a deletion with a reason", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  const { orgId, slug } = member;
  await change(member.ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "F-1", title: "Fall risk" }),
  );
  await page.goto(`/${slug}/initiatives/F-1`);
  await settled(page);
  const section = page.getByRole("region", { name: "Documents" });
  await section.getByText("No documents yet.").waitFor();
  const png = (shares: number[]) => barsOf(shares, 0.5);
  const choose = (name: string, buffer: Buffer) =>
    section.getByLabel("Files to add").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await choose("recall.png", png([0.4, 0.8]));
  await section.getByRole("button", { name: "recall.png", exact: true }).waitFor();
  await section.getByText("One document").waitFor();
  await section.getByRole("button", { name: "recall.png", exact: true }).click();
  const shown = page.getByRole("dialog", { name: "recall.png" });
  await shown.getByRole("img").waitFor();
  const width = (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth);
  expect(await shown.getByRole("img").evaluate(width)).toBe(480);
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await choose("run.png", Buffer.from("MZ\0\0\x03"));
  await section.getByText("run.png was not taken.").waitFor();
  await section.getByRole("button", { name: "Close" }).click();
  await section.getByLabel("New version of recall.png").setInputFiles({
    name: "recall-2.png",
    mimeType: "image/png",
    buffer: png([0.5, 0.9]),
  });
  await section.getByText(/Version 2/).waitFor();
  await section.getByRole("button", { name: "Show one earlier version" }).click();
  await section.getByText(/Version 1/).waitFor();

  const menu = section.getByRole("button", { name: /What to do with recall.png/ });
  await menu.click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Recall by week");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await section.getByRole("button", { name: "Recall by week", exact: true }).waitFor();
  await section.getByRole("button", { name: /What to do with Recall by week/ }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("recall-2.png");

  await section.getByRole("button", { name: /What to do with Recall by week/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Say why, in a sentence others can follow.").waitFor();
  await page.getByRole("textbox", { name: "Reason" }).fill("Taken from the wrong ward.");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await section.getByText("No documents yet.").waitFor();

  // What is deleted stays listed beside its record for a while, with who, when and why, and comes back whole.
  await section.getByRole("button", { name: "Show one deleted document" }).click();
  const gone = section.getByRole("list", { name: "Deleted documents" });
  await gone.getByText(/Deleted .* by .* · two versions, .* · Taken from the wrong ward\./).waitFor();
  expect(await axe(page)).toEqual([]);
  await gone.getByRole("button", { name: "Restore Recall by week" }).click();
  await section.getByRole("button", { name: /What to do with Recall by week/ }).waitFor();
  expect(await section.getByRole("button", { name: /deleted document/ }).count()).toBe(0);
  expect(errors.filter((text) => !text.includes("400"))).toEqual([]); // the refused file is an answer of 400
});

test("a PDF can be sent and taken down; a viewer reads and changes nothing", async ({ freshAs, joinedAs }) => {
  const pmo = await freshAs("pmo");
  const { orgId, slug, ctx } = pmo.member;
  await change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId, code: "F-1", title: "Fall risk" }),
  );
  await pmo.page.goto(`/${slug}/initiatives/F-1`);
  await settled(pmo.page);
  await pmo.page.getByLabel("Files to add").setInputFiles({
    name: "plan.pdf",
    mimeType: "application/pdf",
    buffer: pdfOf(["Plan", "One page"]),
  });
  await pmo.page.getByRole("button", { name: "plan.pdf", exact: true }).waitFor();
  const viewer = await joinedAs(pmo.member, "viewer");
  await viewer.page.goto(`/${slug}/initiatives/F-1`);
  await settled(viewer.page);
  const section = viewer.page.getByRole("region", { name: "Documents" });
  await section.getByRole("button", { name: "plan.pdf", exact: true }).waitFor();
  expect(await section.getByRole("button", { name: "Add a file" }).count()).toBe(0);
  await section.getByRole("button", { name: /What to do with plan.pdf/ }).click();
  await viewer.page.getByRole("menuitem", { name: "Download" }).waitFor();
  expect(await viewer.page.getByRole("menuitem").allInnerTexts()).toEqual(["Download"]);
});
