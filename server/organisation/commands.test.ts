import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { riskSetting } from "@/db/schema/matrix";
import { organisation } from "@/db/schema/organisation";
import { risk } from "@/db/schema/risk";
import { permissionsOf } from "@/domain/access/permission";
import type { OrgContext } from "../context";
import { createCustomField } from "../custom-field/commands";
import { invite } from "../invitation/commands";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { editOrganisation, removeSample, startOrganisation } from "./commands";
import { getRemoval, getSettings, getShell } from "./queries";

const call = createCallerFactory(appRouter);

async function signedIn(db: TestDatabase, { userId }: Pick<Member, "userId">) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, '')`;
  const ctx = () =>
    requestContext({
      db,
      emit: async () => undefined,
      cookie: `authjs.session-token=${token}`,
      address: "x",
      userAgent: "",
    });
  return { api: () => call(ctx()), ctx };
}

const settings = { name: "Renamed", timeZone: "America/Chicago", currency: "EUR", locale: "de-DE", fiscalYearStart: 7 };

describe("settings", () => {
  test("are saved, recorded, and read as they were", async ({ db }) => {
    const admin = await asMember(db);
    const before = await mintInstant(admin.ctx);
    const saved = await editOrganisation(admin.ctx, { ...settings, version: 1 });
    expect(saved).toMatchObject({ outcome: "saved", row: { ...settings, slug: admin.slug, version: 2 } });
    expect((await getSettings({ ...admin.ctx, asOf: before })).name).toBe(`Test ${admin.slug}`);
    const { api } = await signedIn(db, admin);
    expect((await api().access.whoAmI()).places).toMatchObject([{ name: "Renamed" }]);
  });

  test("of two people the second sees both values", async ({ db }) => {
    const admin = await asMember(db, "admin", "Ada First");
    const other = await joinAs(db, admin.orgId, "admin", "Bea Second");
    await editOrganisation(admin.ctx, { ...settings, version: 1 });
    const second = await editOrganisation(other.ctx, { ...settings, name: "Another", version: 1 });
    expect(second).toMatchObject({
      outcome: "conflict",
      version: 2,
      fields: [{ field: "name", yours: "Another", theirs: "Renamed", by: "Ada First" }],
    });
    expect((await getSettings(admin.ctx)).name).toBe("Renamed");
    // A form sends every field: what it left as it was does not undo the other's edit.
    const held = await getSettings(admin.ctx);
    await editOrganisation(admin.ctx, { ...settings, currency: "GBP", version: held.version });
    await editOrganisation(other.ctx, { ...settings, locale: "en-GB", version: held.version });
    expect(await getSettings(admin.ctx)).toMatchObject({ currency: "GBP", locale: "en-GB" });
  });

  test("only an administrator may, only in their own organisation, only now", async ({ db }) => {
    const [admin, other] = [await asMember(db), await asMember(db)];
    const pmo = await joinAs(db, admin.orgId, "pmo");
    const edit = { org: admin.slug, ...settings, version: 1 };
    await expect((await signedIn(db, pmo)).api().organisation.edit(edit)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect((await signedIn(db, other)).api().organisation.edit(edit)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const past = { ...edit, at: "2020-01-01" };
    await expect((await signedIn(db, admin)).api().organisation.edit(past)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    const wrong = { ...edit, timeZone: "Mars/Olympus" };
    await expect((await signedIn(db, admin)).api().organisation.edit(wrong)).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect((await getSettings(admin.ctx)).version).toBe(1);
  });
});

describe("what stands around every page", () => {
  async function withModels(db: TestDatabase) {
    const admin = await asMember(db);
    await change(admin.ctx, { name: "test.setup" }, async (tx) => {
      const run = (text: string) => tx.execute(text);
      const org = `'${admin.orgId}'`;
      await run(`insert into initiative (org_id, code, title) values (${org}, 'A', 'One'), (${org}, 'B', 'Two')`);
      await run(`insert into initiative (org_id, code, title, archived_at) values (${org}, 'C', 'Gone', now())`);
      for (const [name, levels, status] of [
        ["steady", [], "live"],
        ["worst", ["warning", "critical"], "live"],
        ["warned", ["warning"], "live"],
        ["silent", ["no_data"], "live"],
        ["retired", ["critical"], "retired"],
      ] as const) {
        const [modelId, seriesId] = [randomUUID(), randomUUID()];
        await run(`insert into model (org_id, id, name, status) values (${org}, '${modelId}', '${name}', '${status}')`);
        await run(
          `insert into series (org_id, id, model_id, metric, label, key) values (${org}, '${seriesId}', '${modelId}', 'm', 'm', '${seriesId}')`,
        );
        for (const level of [...levels, "closed"]) {
          const ruleId = randomUUID();
          await run(
            `insert into rule (org_id, id, model_id, series_id, direction, warning) values (${org}, '${ruleId}', '${modelId}', '${seriesId}', 'low', 1)`,
          );
          const [shown, closed] = level === "closed" ? ["critical", "now()"] : [level, "null"];
          await run(`insert into alert (org_id, rule_id, model_id, series_id, level, opened_at, closed_at)
            values (${org}, '${ruleId}', '${modelId}', '${seriesId}', '${shown}', now(), ${closed})`);
        }
      }
    });
    return admin;
  }

  test("counts what is current, and models by their worst state", async ({ db }) => {
    const admin = await withModels(db);
    expect(await getShell(admin.ctx)).toEqual({
      org: {
        slug: admin.slug,
        name: `Test ${admin.slug}`,
        locale: "en-US",
        currency: "USD",
        timeZone: "UTC",
        sample: false,
      },
      person: { name: "Robin Vale", initials: "RV", role: "Administrator", memberId: admin.memberId },
      permissions: permissionsOf("admin"),
      counts: { initiatives: 2, models: 4, alerts: 4, risks: 0 },
      models: { critical: 1, warning: 1, noData: 1 },
    });
  });

  test("as of a past instant: its counts, and no permission to change anything", async ({ db }) => {
    const admin = await asMember(db);
    const before = await mintInstant(admin.ctx);
    await change(admin.ctx, { name: "test.setup" }, (tx) =>
      tx.execute(`insert into initiative (org_id, code, title) values ('${admin.orgId}', 'A', 'One')`),
    );
    const then = await getShell({ ...admin.ctx, asOf: before });
    expect(then.counts.initiatives).toBe(0);
    expect((await getShell(admin.ctx)).counts.initiatives).toBe(1);
    expect(then.permissions).toContain("initiative:read");
    expect(then.permissions.filter((permission) => !permission.endsWith(":read"))).toEqual([]);
    const long = await getShell({ ...admin.ctx, asOf: new Date("2020-01-01") });
    expect(long).toMatchObject({ org: null, counts: { initiatives: 0, models: 0, alerts: 0 } });
  });

  test("a restricted initiative is not counted for who may not see it", async ({ db }) => {
    const admin = await asMember(db);
    const viewer = await joinAs(db, admin.orgId, "viewer");
    await change(admin.ctx, { name: "test.setup" }, (tx) =>
      tx.execute(
        `insert into initiative (org_id, code, title, restricted) values ('${admin.orgId}', 'A', 'One', true)`,
      ),
    );
    expect((await getShell(admin.ctx)).counts.initiatives).toBe(1);
    expect((await getShell(viewer.ctx)).counts.initiatives).toBe(0);
  });
});

describe("starting one's own organisation", () => {
  const input = () => ({
    ...{ name: "My Own", slug: `own-${randomBytes(4).toString("hex")}`, timeZone: "Europe/Berlin", currency: "EUR" },
    ...{ locale: "en-GB", fiscalYearStart: 4 },
  });

  test("empty, with the person as its administrator", async ({ db }) => {
    const admin = await asMember(db);
    const { api } = await signedIn(db, admin);
    const wanted = input();
    expect(await api().organisation.start(wanted)).toEqual({ slug: wanted.slug });
    const shell = await api().organisation.shell({ org: wanted.slug });
    expect(shell).toMatchObject({
      org: { name: "My Own", timeZone: "Europe/Berlin", currency: "EUR", sample: false },
      person: { role: "Administrator" },
      counts: { initiatives: 0, models: 0, alerts: 0 },
    });
    expect((await api().access.whoAmI()).places).toHaveLength(2);
  });

  test("an address that is taken is refused and nothing is left behind", async ({ db }) => {
    const admin = await asMember(db);
    const { api } = await signedIn(db, admin);
    const taken = { ...input(), slug: admin.slug };
    await expect(api().organisation.start(taken)).rejects.toMatchObject({
      code: "CONFLICT",
      message: `The address "${admin.slug}" is taken. Choose another.`,
    });
    expect((await api().access.whoAmI()).places).toHaveLength(1);
  });

  test("is not open to everybody who can sign in", async ({ db }) => {
    const viewer = await asMember(db, "viewer");
    const { api } = await signedIn(db, viewer);
    await expect(api().organisation.start(input())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("removing the sample", () => {
  /** As the seed does it: only the owner may mark an organisation as a sample. */
  async function sample(db: TestDatabase): Promise<Member> {
    const [orgId, slug] = [randomUUID(), `sample-${randomBytes(4).toString("hex")}`];
    const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
    await owner.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${orgId}, true)`;
      await tx`insert into organisation (org_id, slug, name, sample) values (${orgId}, ${slug}, 'Sample Health', true)`;
    });
    await owner.end();
    const admin = await joinAs(db, orgId as OrgContext["orgId"], "admin");
    await change(admin.ctx, { name: "test.setup" }, async (tx) => {
      const org = `'${orgId}'`;
      const [initiative, model, series] = [randomUUID(), randomUUID(), randomUUID()];
      await tx.execute(`insert into program (org_id, name) values (${org}, 'Program')`);
      await tx.execute(
        `insert into initiative (org_id, id, code, title, owner_id, restricted) values (${org}, '${initiative}', 'A', 'One', '${admin.memberId}', true)`,
      );
      await tx.execute(`insert into tag (org_id, initiative_id, name) values (${org}, '${initiative}', 'tag')`);
      await tx.execute(
        `insert into model (org_id, id, name, initiative_id) values (${org}, '${model}', 'Model', '${initiative}')`,
      );
      await tx.execute(
        `insert into series (org_id, id, model_id, metric, label, key) values (${org}, '${series}', '${model}', 'm', 'm', 'k')`,
      );
      await tx.execute(`select private.ensure_point_month('2026-03-01')`);
      await tx.execute(
        `insert into point (org_id, series_id, at, value) values (${org}, '${series}', '2026-03-02', 1)`,
      );
      await tx.execute(`update point set value = 2, received_at = clock_timestamp() where org_id = ${org}`);
      await tx.execute(`update initiative set title = 'Two' where org_id = ${org}`);
    });
    await createCustomField(admin.ctx, { label: "Field", kind: "text", choices: [] });
    await invite(admin.ctx, { email: "late@example.test", name: "L", role: "viewer" });
    await mintInstant(admin.ctx);
    return { ...admin, slug };
  }

  /** Rows of one organisation in every table of every schema, read by the superuser. */
  async function rowsOf(db: TestDatabase, orgId: string): Promise<Record<string, number>> {
    const sql = postgres(db.superUrl, { max: 1 });
    const tables = await sql<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in ('public', 'history', 'private', 'runner')`;
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await sql.unsafe(`select count(*)::int as n from ${name} where org_id = '${orgId}'`);
      if (row?.n) counts[name] = row.n;
    }
    await sql.end();
    return counts;
  }

  test("leaves nothing of it, and everything of the others", async ({ db }) => {
    const admin = await sample(db);
    const colleague = await joinAs(db, admin.orgId, "viewer", "Sample Only");
    const other = await asMember(db);
    const guest = await joinAs(db, admin.orgId, "viewer", "Also Elsewhere");
    await db.sql.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${other.orgId}, true)`;
      await tx`insert into membership (org_id, user_id, name, email, role, active) values (${other.orgId}, ${guest.userId}, 'G', 'g@example.test', 'viewer', false)`;
    });
    const [before, others] = [await rowsOf(db, admin.orgId), await rowsOf(db, other.orgId)];
    for (const table of [
      "initiative",
      "history.initiative",
      "point",
      "point_replaced",
      "change",
      "private.search_doc",
      "private.instant",
    ]) {
      expect(before[table], table).toBeGreaterThan(0);
    }
    expect(await getRemoval(admin.ctx)).toMatchObject({
      name: "Sample Health",
      initiatives: 1,
      models: 1,
      packs: 0,
      members: 3,
      accounts: 1,
    });
    const tab = await signedIn(db, colleague);
    const { accounts, rows } = await removeSample(admin.ctx, { name: "Sample Health" });
    expect(accounts).toBe(1);
    expect(rows).toBeGreaterThan(10);
    expect(await rowsOf(db, admin.orgId)).toEqual({});
    expect(await rowsOf(db, other.orgId)).toEqual(others);
    const exists = async (id: string) => (await db.sql`select 1 from private.person(${id})`).length === 1;
    expect([await exists(admin.userId), await exists(guest.userId), await exists(colleague.userId)]).toEqual([
      true,
      true,
      false,
    ]);
    await expect(tab.api().access.whoAmI()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    const mine = await signedIn(db, admin);
    await expect(mine.api().organisation.shell({ org: admin.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("needs the name, an administrator, and a sample", async ({ db }) => {
    const admin = await sample(db);
    const pmo = await joinAs(db, admin.orgId, "pmo");
    const wrong = removeSample(admin.ctx, { name: "Sample" });
    await expect(wrong).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "Type the name as it stands: Sample Health",
    });
    const { api } = await signedIn(db, pmo);
    const asked = { org: admin.slug, name: "Sample Health" };
    await expect(api().organisation.removeSample(asked)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(removeSample(pmo.ctx, { name: "Sample Health" })).rejects.toThrow();
    const real = await asMember(db);
    const refused = { code: "PRECONDITION_FAILED" };
    await expect(removeSample(real.ctx, { name: `Test ${real.slug}` })).rejects.toMatchObject(refused);
    expect(await getRemoval(real.ctx)).toBeNull();
    expect((await rowsOf(db, admin.orgId)).initiative).toBe(1);
  });

  test("the database refuses it for another organisation, whatever the code forgets", async ({ db }) => {
    const real = await asMember(db);
    const remove = db.sql`select * from private.remove_sample(${real.orgId}, ${real.memberId})`;
    await expect(remove).rejects.toThrow("Only a sample organisation can be removed");
    const mark = change(real.ctx, { name: "test.mark" }, (tx) => tx.update(organisation).set({ sample: true }));
    await expect(mark).rejects.toMatchObject({ cause: { message: "Only the seed marks an organisation as a sample" } });
    await expect(db.sql`select private.erase_rows(array['public'], ${real.orgId})`).rejects.toThrow(
      "permission denied",
    );
  });

  test("the person left without any organisation may start one", async ({ db }) => {
    const admin = await sample(db);
    const { api } = await signedIn(db, admin);
    expect((await api().access.whoAmI()).mayStart).toBe(true);
    const own = { name: "Own", slug: `own-${randomBytes(4).toString("hex")}`, timeZone: "UTC", currency: "USD" };
    await api().organisation.start(own);
    await api().organisation.removeSample({ org: admin.slug, name: "Sample Health" });
    expect((await api().access.whoAmI()).places.map(({ slug }) => slug)).toEqual([own.slug]);
  });
});

test("starting through the command needs the same right as through the router", async ({ db }) => {
  const viewer = await asMember(db, "viewer");
  const { ctx } = await signedIn(db, viewer);
  const request = ctx();
  const person = await request.resolve("");
  if (!person) throw new Error("signed in");
  const start = startOrganisation(
    { ...request, person },
    { name: "X", slug: "x-y", timeZone: "UTC", currency: "USD", locale: "en-US", fiscalYearStart: 1 },
  );
  await expect(start).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("while amounts are recorded the currency stays, whoever sees them; risks without amounts follow it", async ({
  db,
}) => {
  const admin = await asMember(db, "admin");
  const { ctx, orgId } = admin;
  const version = async () => (await getSettings(ctx)).version;
  const to = async (currency: string) => editOrganisation(ctx, { ...settings, currency, version: await version() });
  const on = randomUUID();
  await change(ctx, { name: "test" }, async (tx) => {
    await tx.insert(initiative).values({ orgId, id: on, code: "AI-1", title: "Hidden", restricted: true });
    await tx.insert(risk).values({ orgId, title: "Nothing stated", raisedOn: "2026-01-01", currency: "USD" });
  });
  const currencies = () =>
    read(ctx, async (tx) => (await tx.select({ currency: risk.currency }).from(risk)).map((row) => row.currency));
  expect(await to("EUR")).toMatchObject({ outcome: "saved", row: { currency: "EUR" } });
  expect(await currencies()).toEqual(["EUR"]);

  const stated = { orgId, title: "Stated", raisedOn: "2026-01-01", initiativeId: on, lossLikely: 100 };
  const add = (currency: string) =>
    change(ctx, { name: "test" }, (tx) => tx.insert(risk).values({ ...stated, currency }));
  await expect(add("USD")).rejects.toMatchObject({ cause: { constraint_name: "risk_currency" } });
  await add("EUR");
  await expect(to("USD")).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringContaining("while amounts are recorded in it"),
  });
  expect(await editOrganisation(ctx, { ...settings, name: "Other", version: await version() })).toMatchObject({
    row: { name: "Other", currency: "EUR" },
  });
  // Also where the writer does not see the risk, and whatever writes.
  const office = await joinAs(db, orgId, "pmo");
  await expect(
    change(office.ctx, { name: "test" }, (tx) => tx.update(organisation).set({ currency: "USD" })),
  ).rejects.toMatchObject({ cause: { constraint_name: "organisation_currency_held" } });

  await change(ctx, { name: "test" }, (tx) => tx.update(risk).set({ lossLikely: null }));
  await change(ctx, { name: "test" }, (tx) => tx.update(riskSetting).set({ exposureLimit: 5, exposureChance: 0.1 }));
  await expect(to("USD")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await change(ctx, { name: "test" }, (tx) =>
    tx.update(riskSetting).set({ exposureLimit: null, exposureChance: null }),
  );
  expect(await to("USD")).toMatchObject({ outcome: "saved" });
  expect(await currencies()).toEqual(["USD", "USD"]);
});
