import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { test as base, describe, expect } from "vitest";
import { connect, type Database } from "@/db/client";
import type { Role } from "@/domain/access/permission";
import { asMember, joinAs, type Member } from "@/server/testing";
import { hashToken } from "@/server/trpc/context";

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the stories with npm run e2e`);
  return value;
};
export const BASE = need("BASE_URL");
export const SAMPLE = "cedar-valley";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export type Account = { role: Role; name: string; email: string; password: string };
export const accounts = (): Account[] =>
  JSON.parse(readFileSync(path.join(need("PORTOLAN_HOME"), "sample-accounts.json"), "utf8")) as Account[];
export function accountOf(role: Role): Account {
  const found = accounts().find((account) => account.role === role);
  if (!found) throw new Error(`no sample account for ${role}`);
  return found;
}

export type Visit = {
  page: Page;
  context: BrowserContext /** Console errors and failed page scripts so far. */;
  errors: string[] /** What the pages' policy refused. A story that leaves one here fails. */;
  violations: string[];
};
type Look = { width?: number; height?: number; dark?: boolean };

/** A fresh browser profile; every error the page reports is kept, refused styles and scripts among them. */
async function open(browser: Browser, { width = 1440, height = 900, dark = false }: Look = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    baseURL: BASE,
    acceptDownloads: true,
  });
  const violations: string[] = [];
  await context.exposeBinding("portolanRefused", (_source, said: string) => void violations.push(said));
  await context.addInitScript(() => {
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) => {
        const say = (window as unknown as { portolanRefused(said: string): void }).portolanRefused;
        say(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sample} (${sourceFile}:${lineNumber})`);
      },
    );
  });
  await context.addInitScript(() => {
    // What fades in or out has the contrast of neither; what moves for ever is not waited for.
    const passing = () =>
      document.getAnimations().filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime));
    Object.assign(window, {
      portolanAtRest: async () => {
        for (let moving = passing(); moving.some((each) => each.playState === "running"); moving = passing())
          await Promise.all(moving.map((each) => each.finished.catch(() => undefined)));
      },
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors: string[] = [];
  page.on(
    "console",
    (message) => message.type() === "error" && errors.push(`${message.text()} ${message.location().url}`),
  );
  page.on("pageerror", (error) => errors.push(error.message));
  return { page, context, errors, violations };
}

async function giveSession(db: Database, context: BrowserContext, userId: string): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, 'story')`;
  await context.addCookies([
    { name: "authjs.session-token", value: token, url: BASE, httpOnly: true, sameSite: "Lax" },
  ]);
  return token;
}

export const test = base
  .extend("db", { scope: "file" }, async ({}, { onCleanup }) => {
    const db = connect(need("DATABASE_URL"), { max: 3, name: "portolan-story" });
    onCleanup(() => db.end());
    return db;
  })
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const browser = await chromium.launch({ executablePath: need("CHROME_PATH"), args: FLAGS });
    onCleanup(() => browser.close());
    return browser;
  })
  /** A browser nobody is signed in with. */
  .extend("visit", async ({ browser }, { onCleanup }) => {
    const opened: Visit[] = [];
    onCleanup(async () => {
      await Promise.all(opened.map(({ context }) => context.close()));
      expect(opened.flatMap(({ violations }) => violations)).toEqual([]);
    });
    return async (look?: Look): Promise<Visit> => {
      const visit = await open(browser, look);
      opened.push(visit);
      return visit;
    };
  })
  /** Signed in to the sample organisation as its account of a role, by a session row. */
  .extend("sampleAs", async ({ db, visit }) => async (role: Role, look?: Look): Promise<Visit> => {
    const visited = await visit(look);
    const [row] = await db.sql<{ id: string }[]>`select id from private.sign_in_account(${accountOf(role).email})`;
    await giveSession(db, visited.context, row?.id ?? "");
    return visited;
  })
  /** A fresh organisation with one member of the role, signed in. */
  .extend("freshAs", async ({ db, visit }) => async (role: Role, look?: Look): Promise<Visit & { member: Member }> => {
    const member = await asMember(db, role);
    const visited = await visit(look);
    await giveSession(db, visited.context, member.userId);
    return { ...visited, member };
  })
  /** One more person in an organisation, signed in. */
  .extend(
    "joinedAs",
    async ({ db, visit }) =>
      async (to: Member, role: Role, name?: string): Promise<Visit & { member: Member }> => {
        const member = await joinAs(db, to.orgId, role, name);
        const visited = await visit();
        await giveSession(db, visited.context, member.userId);
        return { ...visited, member };
      },
  );

const AXE = readFileSync(path.join(process.cwd(), "node_modules/axe-core/axe.min.js"), "utf8");

/** Violations of WCAG 2.2 A and AA on the page as it stands, each with the elements concerned. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE); // by evaluation: the page's policy refuses a script tag
  return page.evaluate(async () => {
    const { axe, portolanAtRest } = window as unknown as {
      portolanAtRest(): Promise<void>;
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
      };
    };
    await portolanAtRest();
    const { violations } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map(({ target }) => target.join(" "))
          .join(" | ")}`,
    );
  });
}

/** Waits until a page has its headline and its skeletons are gone. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll(".skeleton").length === 0);
}

export { describe, expect };
