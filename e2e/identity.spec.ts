import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { hashPassword } from "@/server/auth/password";
import { hotp, stepAt } from "@/server/factor/code/totp";
import { axe, BASE, describe, expect, SAMPLE, settled, test } from "./fixture";

const PASSWORD = "a battery of horses";
const newEmail = () => `${randomBytes(5).toString("hex")}@example.test`;

const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((each) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** Opens the mail to an address, as an administrator of a trial reads it, and returns the link in it. */
async function linkInMail(page: Page, slug: string, email: string): Promise<string> {
  const read = page.getByRole("button", { name: `Read the mail to ${email}` }).first();
  for (let look = 0; look < 20; look += 1) {
    await page.goto(`/${slug}/settings/mail`);
    await settled(page);
    if ((await read.count()) > 0) {
      await read.click();
      const link = page.getByRole("dialog").getByRole("link").first();
      const found = await link
        .waitFor({ timeout: 3_000 })
        .then(() => link.getAttribute("href"))
        .catch(() => null);
      if (found) return found;
    }
    await page.waitForTimeout(1_000); // the worker writes the mail
  }
  throw new Error(`no mail to ${email}`);
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

describe("mail", () => {
  test("an invitation arrives by mail and makes a member", async ({ freshAs, visit }) => {
    const { page, member, errors } = await freshAs("admin");
    const email = newEmail();
    await page.goto(`/${member.slug}/settings/members`);
    await settled(page);
    await page.getByRole("button", { name: "Invite somebody" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Ida Prowse");
    await page.getByRole("dialog").getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText(/is invited/).waitFor();
    const link = await linkInMail(page, member.slug, email);
    expect(await axe(page)).toEqual([]);
    const guest = await visit();
    await guest.page.goto(link);
    await guest.page.getByLabel("Password").fill(PASSWORD);
    await guest.page.getByRole("button", { name: /Create my account/ }).click();
    await guest.page.waitForURL(`${BASE}/${member.slug}`);
    expect([...errors, ...guest.errors]).toEqual([]);
  });

  test("a forgotten password: one answer for everybody, a link that works once, sessions end", async ({
    freshAs,
    joinedAs,
    visit,
    db,
  }) => {
    const admin = await freshAs("admin");
    const viewer = await joinedAs(admin.member, "viewer", "Vi Ewer");
    const { userId } = viewer.member;
    await db.sql`select private.set_password(${userId}, ${await hashPassword("what was forgotten")})`;
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${userId})`;
    const email = row?.email ?? "";
    await viewer.page.goto(`/${admin.member.slug}`);
    await settled(viewer.page);
    const { page, errors } = await visit();
    for (const asked of [newEmail(), email]) {
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      await page.waitForURL(`${BASE}/reset`); // both pages ask for an address
      await page.getByLabel("Email address").fill(asked);
      await page.getByRole("button", { name: "Mail me a link" }).click();
      await page.getByText(`If ${asked} has an account`).waitFor();
      expect(await axe(page)).toEqual([]);
    }
    const link = await linkInMail(admin.page, admin.member.slug, email);
    await page.goto(link);
    await page.getByRole("textbox", { name: "New password" }).fill("short");
    await page.getByRole("button", { name: "Save the new password" }).click();
    await page.getByText("Use 12 characters or more.").waitFor();
    await page.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Save the new password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    await viewer.page.waitForURL(/\/sign-in/, { timeout: 10_000 });
    await signIn(page, email);
    await page.waitForURL(`${BASE}/${admin.member.slug}`);
    await page.goto(link);
    await page.getByRole("heading", { name: "This link does not work any more." }).waitFor();
    expect(errors).toEqual([]);
  });

  test("only an administrator sees the outbox", async ({ freshAs, joinedAs }) => {
    const admin = await freshAs("admin");
    const auditor = await joinedAs(admin.member, "auditor");
    expect((await auditor.page.goto(`/${admin.member.slug}/settings/mail`))?.status()).toBe(404);
    expect((await admin.page.goto(`/${admin.member.slug}/settings/mail`))?.status()).toBe(200);
  });
});

describe("a second factor", () => {
  test("is set up, asked for at sign-in, and asked of everybody by the organisation", async ({
    freshAs,
    joinedAs,
    visit,
    db,
  }) => {
    const { page, member, errors } = await freshAs("admin");
    await db.sql`select private.set_password(${member.userId}, ${await hashPassword(PASSWORD)})`;
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
    const email = row?.email ?? "";
    await page.goto(`/${member.slug}/settings/security`);
    await settled(page);
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Set up", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Current password").fill(PASSWORD);
    await dialog.getByRole("button", { name: "Set up a second factor" }).click();
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    await dialog.getByRole("button", { name: "Show it as text" }).click();
    const text = await dialog.locator("p.font-mono").textContent();
    const secret = fromBase32((text ?? "").replaceAll(" ", ""));
    const code = (ahead: number) => hotp(secret, stepAt(new Date()) + ahead);
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("textbox", { name: "Code" }).fill(code(-1));
    await dialog.getByRole("button", { name: "Turn it on" }).click();
    await dialog.getByRole("button", { name: "I have kept them" }).waitFor();
    const codes = await dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
    expect(codes).toHaveLength(10);
    await dialog.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText(/On: signing in asks for a code/).waitFor();

    const other = await visit();
    await signIn(other.page, email);
    await other.page.getByRole("textbox", { name: "Code" }).fill("000000");
    await other.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await other.page.getByText(/This code is wrong/).waitFor();
    expect(await axe(other.page)).toEqual([]);
    await other.page.getByRole("textbox", { name: "Code" }).fill(codes[0] ?? "");
    await other.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await other.page.waitForURL(`${BASE}/${member.slug}`);

    const viewer = await joinedAs(member, "viewer");
    await db.sql`select private.set_password(${viewer.member.userId}, ${await hashPassword(PASSWORD)})`;
    await page.getByRole("button", { name: "Ask every member for one" }).click();
    await page.getByRole("button", { name: "Ask everybody" }).click();
    await page.getByText(/Members see nothing of the organisation/).waitFor();
    await viewer.page.goto(`/${member.slug}/initiatives`);
    await viewer.page.waitForURL(/\/second-factor\?next=/);
    await viewer.page.getByLabel("Current password").fill(PASSWORD);
    expect(await axe(viewer.page)).toEqual([]);
    expect([...errors, ...other.errors.filter((text) => !text.includes("403"))]).toEqual([]);
  });
});

describe("sessions and organisations", () => {
  test("a session is seen on another device and ended there", async ({ freshAs, visit, db }) => {
    const { page, member, errors } = await freshAs("pmo");
    await db.sql`select private.set_password(${member.userId}, ${await hashPassword(PASSWORD)})`;
    const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
    const other = await visit();
    await signIn(other.page, row?.email ?? "");
    await other.page.waitForURL(`${BASE}/${member.slug}`);
    await page.goto(`/${member.slug}/settings/security`);
    await settled(page);
    await page.getByText("You are signed in 2 times.").waitFor();
    await page.getByRole("button", { name: /^End the session of/ }).click();
    await page.getByText("You are signed in here and nowhere else.").waitFor();
    await other.page.waitForURL(/\/sign-in/, { timeout: 10_000 });
    expect(errors).toEqual([]);
  });

  test("the organisation is switched from the shell", async ({ freshAs, db }) => {
    const [one, two] = [await freshAs("admin"), await freshAs("admin")];
    const { change } = await import("@/server/record/change");
    const { membership } = await import("@/db/schema/organisation");
    await change({ ...two.member.ctx, db }, { name: "membership.create" }, (tx) =>
      tx.insert(membership).values({
        ...{ orgId: two.member.orgId, userId: one.member.userId, name: "Robin Vale" },
        ...{ email: newEmail(), role: "viewer" },
      }),
    );
    const { page, errors } = one;
    await page.goto(`/${one.member.slug}`);
    await settled(page);
    await page.getByRole("button", { name: /switch organisation/ }).click();
    await page.getByRole("menuitemradio", { name: new RegExp(two.member.slug) }).click();
    await page.waitForURL(`${BASE}/${two.member.slug}`);
    await settled(page);
    expect(errors).toEqual([]);
  });
});

describe("access tokens", () => {
  test("are made, used by a program, and revoked at once", async ({ freshAs }) => {
    const { page, member, errors } = await freshAs("pmo");
    await page.goto(`/${member.slug}/settings/tokens`);
    await settled(page);
    await page.getByRole("button", { name: "New token" }).first().click();
    await page.getByLabel("What it is for").fill("Nightly export");
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Make the token" }).click();
    const token = await page.getByRole("textbox", { name: "The token" }).inputValue();
    expect(token).toMatch(/^ptn_/);
    await page.getByRole("button", { name: "Done" }).click();
    const input = encodeURIComponent(JSON.stringify({ org: member.slug }));
    const ask = () =>
      fetch(`${BASE}/api/trpc/program.list?input=${input}`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole("button", { name: "Revoke Nightly export" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("You have no access token in force.").waitFor();
    expect((await ask()).status).toBe(401);
    expect(await axe(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe("the audit log", () => {
  test("an auditor of the sample filters and exports it; a viewer does not see it", async ({ sampleAs }) => {
    const auditor = await sampleAs("auditor");
    const { page, errors } = auditor;
    await page.goto(`/${SAMPLE}/settings/audit`);
    await settled(page);
    await page.getByText("This is a sample: its seed set the instants of its past").waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByLabel("What", { exact: true }).selectOption("changes");
    await page.getByText(/match(es)? the filter/).waitFor();
    await page.getByText("set by the seed").first().waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    const viewer = await sampleAs("viewer");
    expect((await viewer.page.goto(`/${SAMPLE}/settings/audit`))?.status()).toBe(404);
    expect(errors).toEqual([]);
  });
});
