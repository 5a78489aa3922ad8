import { initiative, initiativePerson } from "@/db/schema/initiative";
import { change } from "@/server/record/change";
import type { Member } from "@/server/testing";
import { axe, expect, SAMPLE, settled, test } from "./fixture";

async function initiativeOf({ ctx, orgId }: Member, more: object = {}): Promise<string> {
  const [made] = await change(ctx, { name: "initiative.create" }, (tx) =>
    tx
      .insert(initiative)
      .values({ orgId, code: "D-1", title: "Sepsis early warning", stage: "build", ...more })
      .returning({ id: initiative.id }),
  );
  return made?.id ?? "";
}

test("a comment by keyboard, with a mention; a reply, an edit, a resolved thread; the bell tells the other", async ({
  freshAs,
  joinedAs,
}) => {
  const first = await freshAs("pmo");
  const { slug } = first.member;
  const second = await joinedAs(first.member, "mlops", "Noor Ames");
  await initiativeOf(first.member);
  await first.page.goto(`/${slug}/initiatives/D-1`);
  await settled(first.page);
  const mine = first.page.getByRole("textbox", { name: "Your comment" });
  await mine.focus();
  await first.page.keyboard.type("Is the **feed** back, @Noo");
  await first.page.getByRole("option", { name: "Noor Ames" }).waitFor();
  await first.page.keyboard.press("Enter");
  await first.page.keyboard.type("? <img src=x onerror=alert(1)>");
  await first.page.keyboard.press("Control+Enter");
  const comment = first.page.getByRole("article", { name: /Comment by/ });
  await comment.waitFor();
  expect(await comment.textContent()).toContain("Is the feed back, @Noor Ames ? <img src=x onerror=alert(1)>");
  expect(await comment.locator("strong").textContent()).toBe("feed");
  expect(await comment.locator("img").count()).toBe(0);

  // The other one is told, and led to the very comment.
  await second.page.goto(`/${slug}`);
  await settled(second.page);
  const bell = second.page.getByRole("button", { name: /notifications, 1 unread/ });
  await bell.waitFor({ timeout: 90_000 });
  await bell.click();
  await second.page
    .getByRole("dialog", { name: "notifications" })
    .getByRole("link", { name: /named you on D-1/ })
    .click();
  await second.page.waitForURL(/initiatives\/.+#comment-/);
  await second.page.getByRole("article", { name: /Comment by/ }).waitFor();
  await second.page.getByRole("button", { name: "Reply" }).click();
  await second.page.getByRole("textbox", { name: "Your reply" }).fill("Since Monday.");
  await second.page.getByRole("button", { name: "Reply", exact: true }).last().click();
  await second.page.getByRole("article", { name: /Comment by Noor Ames/ }).waitFor();
  await second.page.getByRole("button", { name: /^[, ]*notifications$/ }).waitFor();

  // It reaches the first page by itself; its author edits it, and the thread is closed.
  await first.page.getByRole("article", { name: /Comment by Noor Ames/ }).waitFor();
  await second.page.getByRole("button", { name: "Edit", exact: true }).last().click();
  const editor = second.page.getByRole("textbox", { name: "Your comment" }).last();
  await editor.fill("Since Tuesday.");
  await second.page.getByRole("button", { name: "Save", exact: true }).click();
  await first.page.getByText("Since Tuesday.").waitFor();
  await first.page.getByText("edited").waitFor();
  await first.page.getByRole("button", { name: "Resolve" }).click();
  await first.page.getByText("✓ Resolved").waitFor();
  await first.page.getByText("2 comments").or(first.page.getByText("Two comments, all dealt with.")).first().waitFor();
  expect(await axe(first.page)).toEqual([]);
  expect([...first.errors, ...second.errors]).toEqual([]);
});

test("what looks like patient data is warned of before it is saved", async ({ freshAs }) => {
  const { page, member, errors } = await freshAs("pmo");
  await initiativeOf(member);
  await page.goto(`/${member.slug}/initiatives/D-1`);
  await settled(page);
  await page.getByRole("textbox", { name: "Your comment" }).fill("See MRN 00482913.");
  await page.getByText(/looks like a medical record number/).waitFor();
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("button", { name: "Comment all the same" }).waitFor();
  expect(await page.getByRole("article", { name: /Comment by/ }).count()).toBe(0);
  expect(errors).toEqual([]);
});

test("whoever may not see it is named as such, and finds nothing", async ({ freshAs, joinedAs }) => {
  const admin = await freshAs("admin");
  const { orgId, ctx, slug } = admin.member;
  const named = await joinedAs(admin.member, "pmo", "Nia Brook");
  const outside = await joinedAs(admin.member, "pmo", "Owen Lark");
  const id = await initiativeOf(admin.member, { restricted: true });
  await change(ctx, { name: "initiative.edit" }, (tx) =>
    tx.insert(initiativePerson).values({ orgId, initiativeId: id, memberId: named.member.memberId }),
  );
  await named.page.goto(`/${slug}/initiatives/D-1`);
  await settled(named.page);
  const field = named.page.getByRole("textbox", { name: "Your comment" });
  await field.focus();
  await named.page.keyboard.type("@Owen");
  await named.page.getByRole("option", { name: /Owen Lark.*cannot see this/ }).waitFor();
  await named.page.keyboard.press("Tab");
  await named.page.getByText("Owen Lark cannot see this initiative and is not told.").first().waitFor();
  await named.page.keyboard.press("Control+Enter");
  await named.page.getByRole("article", { name: /Comment by Nia Brook/ }).waitFor();
  const answer = await outside.page.goto(`/${slug}/initiatives/D-1`);
  expect(answer?.status()).toBe(404);
});

test("the sample's discussion, as it is and as it was", async ({ sampleAs }) => {
  const { page, errors } = await sampleAs("auditor");
  await page.goto(`/${SAMPLE}/initiatives/AI-07`);
  await settled(page);
  const section = page.getByRole("region", { name: "Comments" });
  await section.getByText("Resolved").waitFor();
  expect(await section.getByRole("textbox").count()).toBe(0); // an auditor writes nothing
  expect(await section.textContent()).toContain("38 % of lactate values");
  await page
    .getByRole("region", { name: "Documents" })
    .getByRole("button", { name: "Validation summary.pdf", exact: true })
    .waitFor();
  const day = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/${SAMPLE}/initiatives/AI-07?at=${day}`);
  await settled(page);
  await section.getByText("Resolved").waitFor();
  expect(await section.textContent()).not.toContain("lactate");
  expect(errors).toEqual([]);
});

test("narrow and dark, nothing is cut off", async ({ sampleAs }) => {
  const { page } = await sampleAs("pmo", { width: 390, height: 844, dark: true });
  await page.goto(`/${SAMPLE}/initiatives/AI-07`);
  await settled(page);
  await page.getByRole("region", { name: "Comments" }).getByText("Recall fell").first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
});
