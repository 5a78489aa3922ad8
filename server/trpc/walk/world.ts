import { createHash, randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { kinds } from "@/db/kinds";
import { connection } from "@/db/schema/connection";
import { customField } from "@/db/schema/custom-field";
import { initiative, program, tag } from "@/db/schema/initiative";
import { alert, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { pack, packFile } from "@/db/schema/pack";
import { ROLES, type Role } from "@/domain/access/permission";
import { keepUpload, planImport } from "@/server/import/commands";
import { prepareImport } from "@/server/import/queries";
import { invite } from "@/server/invitation/commands";
import { change } from "@/server/record/change";
import { store } from "@/server/record/store";
import { asMember, joinAs, type Member, type TestDatabase } from "@/server/testing";
import { hashToken, requestContext } from "../context";
import { createCallerFactory } from "../init";
import { appRouter } from "../root";

/** Stands in every text of a world: no other organisation may ever read it. */
export const MARKER = "Quillfeather";

/** The one point of the one series. */
export const POINT_AT = new Date("2026-11-01T00:00:00Z");

const callerOf = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof callerOf>;

/** One organisation with a row of every noun and a signed-in member of every role. */
export type World = Awaited<ReturnType<typeof makeWorld>>;

async function signIn(db: TestDatabase, member: Member): Promise<string> {
  const token = randomBytes(12).toString("hex");
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${new Date(Date.now() + 600_000)}, 'walk')`;
  return token;
}

/** Calls procedures as whoever holds the session; null is nobody. */
export function callerWith(db: TestDatabase, token: string | null): Caller {
  return callerOf(
    requestContext({
      db,
      emit: async () => undefined,
      cookie: token ? `authjs.session-token=${token}` : undefined,
      address: `walk-${randomUUID()}`,
      userAgent: "walk",
      setSession: () => undefined,
    }),
  );
}

export async function makeWorld(db: TestDatabase) {
  const admin = await asMember(db, "admin", `${MARKER} Admin`);
  const { ctx, orgId, slug } = admin;
  const members: Partial<Record<Role, Member>> = { admin };
  for (const role of ROLES) members[role] ??= await joinAs(db, orgId, role, `${MARKER} ${role}`);
  const tokens: Partial<Record<Role, string>> = {};
  for (const [role, member] of Object.entries(members)) tokens[role as Role] = await signIn(db, member);
  const ids = {
    initiative: randomUUID(),
    other: randomUUID(),
    archived: randomUUID(),
    program: randomUUID(),
    field: randomUUID(),
    connection: randomUUID(),
    model: randomUUID(),
    modelVersion: randomUUID(),
    series: randomUUID(),
    rule: randomUUID(),
    alert: randomUUID(),
    pack: randomUUID(),
  };
  const at = POINT_AT;
  await change(ctx, { name: "walk.setup" }, async (tx) => {
    await tx.insert(program).values({ orgId, id: ids.program, name: `${MARKER} program` });
    await tx.insert(customField).values({
      orgId,
      id: ids.field,
      noun: "initiative",
      label: `${MARKER} field`,
      kind: "choice",
      choices: ["a", "b"],
    });
    const owner = members.owner?.memberId ?? null;
    await tx.insert(initiative).values([
      {
        orgId,
        id: ids.initiative,
        code: "W-1",
        title: `${MARKER} one`,
        problem: MARKER,
        stage: "build",
        ownerId: owner,
        programId: ids.program,
      },
      { orgId, id: ids.other, code: "W-2", title: `${MARKER} two`, restricted: true },
      { orgId, id: ids.archived, code: "W-3", title: `${MARKER} three`, archivedAt: new Date() },
    ]);
    await tx.insert(tag).values({ orgId, initiativeId: ids.initiative, name: MARKER });
    await tx.insert(connection).values({
      orgId,
      id: ids.connection,
      name: `${MARKER} link`,
      platform: "openmetrics",
      url: "http://127.0.0.1:9/metrics",
      paused: true,
    });
    await tx.insert(model).values({
      orgId,
      id: ids.model,
      name: `${MARKER} model`,
      initiativeId: ids.initiative,
      connectionId: ids.connection,
      externalRef: MARKER,
    });
    await tx.insert(modelVersion).values({ orgId, id: ids.modelVersion, modelId: ids.model, label: "7", liveFrom: at });
    await tx.insert(series).values({
      orgId,
      id: ids.series,
      modelId: ids.model,
      connectionId: ids.connection,
      metric: "recall",
      label: `${MARKER} recall`,
      key: MARKER,
      primary: true,
    });
    await tx
      .insert(rule)
      .values({ orgId, id: ids.rule, modelId: ids.model, seriesId: ids.series, direction: "low", critical: 0.8 });
    await tx.insert(alert).values({
      orgId,
      id: ids.alert,
      ruleId: ids.rule,
      modelId: ids.model,
      seriesId: ids.series,
      level: "critical",
      openedAt: at,
      value: 0.5,
      limit: 0.8,
    });
    await tx.insert(pack).values({
      orgId,
      id: ids.pack,
      number: `${MARKER}-1`,
      forum: MARKER,
      asOf: at,
      templateVersion: "steering-1",
      status: "ready",
    });
  });
  await store(ctx, async (tx, raw) => {
    await raw`select private.ensure_point_month(${at})`;
    await raw`insert into point (org_id, series_id, at, value) values (${orgId}, ${ids.series}, ${at}, 0.5)`;
    await tx.insert(packFile).values({ orgId, packId: ids.pack, data: "{}", pdf: Buffer.from("%PDF-"), createdAt: at });
  });
  const invited = await invite(ctx, {
    email: `${randomBytes(4).toString("hex")}@example.test`,
    name: `${MARKER} guest`,
    role: "viewer",
  });
  const upload = await keepUpload(ctx, {
    name: `${MARKER}.csv`,
    bytes: Buffer.from(`Title,Stage\n${MARKER} imported,Build\n`),
    choices: {},
  });
  const prepared = await prepareImport(ctx, { id: upload.id });
  await planImport(ctx, { id: upload.id, mapping: prepared.mapping });
  const [undone] = await db.sql.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${orgId}, true)`;
    return tx<{ id: string }[]>`select id from change where action = 'walk.setup'`;
  });
  return {
    db,
    orgId,
    slug,
    members,
    tokens,
    ids,
    invited,
    upload,
    mapping: prepared.mapping,
    setupChange: undone?.id ?? "",
  };
}

/** A fingerprint of everything an organisation has, now and in history, read as superuser. */
export async function fingerprint(sql: postgres.Sql, orgId: string): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, kind] of [...kinds, ["change", "series"] as const]) {
    for (const schema of kind === "recorded" ? ["public", "history"] : ["public"]) {
      const [row] = await sql.unsafe(
        `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${schema}."${name}" t where org_id = '${orgId}'`,
      );
      hash.update(`${schema}.${name}:${row?.sum}`);
    }
  }
  return hash.digest("hex");
}
