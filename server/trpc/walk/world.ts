import { randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { kinds } from "@/db/kinds";
import { comment } from "@/db/schema/comment";
import { connection } from "@/db/schema/connection";
import { customField } from "@/db/schema/custom-field";
import { document, documentFile } from "@/db/schema/document";
import { initiative, program, tag } from "@/db/schema/initiative";
import { link } from "@/db/schema/link";
import { alert, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { notification } from "@/db/schema/notification";
import { pack, packFile } from "@/db/schema/pack";
import { ROLES, type Role } from "@/domain/access/permission";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import { keepUpload, planImport } from "@/server/import/commands";
import { prepareImport } from "@/server/import/queries";
import { workbook } from "@/server/import/workbook/fixture";
import { invite } from "@/server/invitation/commands";
import { buildFor } from "@/server/pack/build-worker";
import { printer } from "@/server/pack/render";
import { change } from "@/server/record/change";
import { store } from "@/server/record/store";
import { asMember, test as base, joinAs, type Member, type TestDatabase } from "@/server/testing";
import { hashToken, requestContext } from "../context";
import { createCallerFactory } from "../init";
import { appRouter } from "../root";
import { riskRows } from "./risk-world";

/** Stands in every text of a world: no other organisation may ever read it. */
export const MARKER = "Quillfeather";

/** The one point of the one series. */
export const POINT_AT = new Date("2026-11-01T00:00:00Z");

const callerOf = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof callerOf>;

/** One organisation with a row of every noun and a signed-in member of every role. */
export type World = Awaited<ReturnType<typeof makeWorld>>;

/** What worlds stand on outside the database. */
type Ground = {
  /** Address of a model server of this test: one model with one measure of two values. */
  metrics: string;
  /** Address of a Prometheus-like server of this test: the measure "recall" of one model. */
  prometheus: string;
  /** Reads what no role of the product may read. */
  superuser: postgres.Sql;
  /** Makes the process able to print packs. */
  ensurePrinter(): Promise<void>;
};

const METRICS = `recall{model="Polled model",version="7"} 0.86 ${Date.UTC(2026, 9, 1)}
recall{model="Polled model",version="7"} 0.85 ${Date.UTC(2026, 9, 2)}
`;

/** `fresh` makes a world of its own; `shared` is one for queries, which change nothing, made once. */
export const test = base.extend("worlds", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? "/", "http://walk");
    if (address.pathname.startsWith("/api/v1/")) {
      const measures = {
        recall: [{ at: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000), value: 0.86 }],
      };
      const world = { model: "Polled model", version: "7", measures };
      response.writeHead(200, { "content-type": "application/json" });
      return response.end(JSON.stringify(prometheusAnswer(world, address)));
    }
    return response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(METRICS);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  let worker: Promise<string> | undefined;
  const superuser = postgres(db.superUrl, { max: 1 });
  const ground: Ground = {
    superuser,
    metrics: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    prometheus: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ensurePrinter: async () => {
      worker ??= buildFor({ file: "server/pack/pdf/worker.tsx" }, "walk-pdf-worker");
      printer(await worker);
    },
  };
  let shared: Promise<World> | undefined;
  onCleanup(async () => {
    await superuser.end();
    await new Promise((done) => server.close(done));
    if (!worker) return;
    await printer().close();
    rmSync(await worker, { force: true });
  });
  return {
    fresh: () => makeWorld(db, ground),
    shared: () => {
      shared ??= makeWorld(db, ground);
      return shared;
    },
  };
});

async function signIn(db: TestDatabase, member: Member): Promise<string> {
  const token = randomBytes(12).toString("hex");
  await db.sql`select private.open_session(${member.userId}, ${hashToken(token)}, ${new Date(Date.now() + 600_000)}, 'walk')`;
  return token;
}

/** Calls procedures as whoever holds the session; null is nobody. `took` is told the session a call opens or ends. */
export function callerWith(db: TestDatabase, token: string | null, took?: (session: string | null) => void): Caller {
  return callerOf(
    requestContext({
      db,
      emit: async () => undefined,
      cookie: token ? `authjs.session-token=${token}` : undefined,
      address: `walk-${randomUUID()}`,
      userAgent: "walk",
      setSession: (session) => took?.(session),
    }),
  );
}

async function makeWorld(db: TestDatabase, ground: Ground) {
  const admin = await asMember(db, "admin", `${MARKER} Admin`);
  const { ctx, orgId, slug } = admin;
  const members = new Map<Role, Member>([["admin", admin]]);
  for (const role of ROLES)
    if (!members.has(role)) members.set(role, await joinAs(db, orgId, role, `${MARKER} ${role}`));
  const tokens = new Map<Role, string>();
  for (const [role, member] of members) tokens.set(role, await signIn(db, member));
  const member = (role: Role): Member => members.get(role) ?? admin;
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
    comment: randomUUID(),
    notification: randomUUID(),
    document: randomUUID(),
    link: randomUUID(),
    risk: randomUUID(),
    control: randomUUID(),
    action: randomUUID(),
    assumption: randomUUID(),
    issue: randomUUID(),
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
    const owner = member("owner").memberId;
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
      url: ground.metrics,
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
    await tx.insert(rule).values({
      ...{ orgId, id: ids.rule, modelId: ids.model, seriesId: ids.series, direction: "low", critical: 0.8 },
      singleShot: true,
    });
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
  const { matrixVersion } = await riskRows(ctx, ids, MARKER);
  await change(member("pmo").ctx, { name: "walk.discussion" }, async (tx) => {
    await tx.insert(comment).values({
      ...{ orgId, id: ids.comment, aboutNoun: "initiative", aboutId: ids.initiative },
      ...{ authorId: member("pmo").memberId, body: `${MARKER} comment` },
    });
    const ends = { fromNoun: "initiative", fromId: ids.initiative, toNoun: "model", toId: ids.model } as const;
    await tx.insert(link).values({ orgId, id: ids.link, kind: "depends", ...ends });
    const beside = { aboutNoun: "initiative" as const, aboutId: ids.initiative };
    await tx.insert(document).values({ orgId, id: ids.document, ...beside, name: `${MARKER}.txt` });
    await tx.insert(documentFile).values({
      ...{ orgId, documentId: ids.document, aboutId: ids.initiative, number: 1, fileName: `${MARKER}.txt` },
      ...{ type: "text", size: 1, sha256: "0".repeat(64) },
    });
  });
  await store(member("viewer").ctx, (tx) =>
    tx.insert(notification).values({
      ...{ orgId, id: ids.notification, memberId: member("viewer").memberId, kind: "comment", changeId: randomUUID() },
      ...{ aboutNoun: "initiative", aboutId: ids.initiative, actorName: MARKER, createdAt: at },
    }),
  );
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
  const book = await keepUpload(ctx, {
    name: `${MARKER}.xlsx`,
    bytes: workbook([
      {
        name: "One",
        rows: [
          ["Title", "Stage"],
          [`${MARKER} of a sheet`, "Build"],
        ],
      },
      {
        name: "Two",
        rows: [
          ["Title", "Unit"],
          [`${MARKER} of another sheet`, "Clinic"],
        ],
      },
    ]),
    choices: {},
  });
  const prepared = await prepareImport(ctx, { id: upload.id });
  await planImport(ctx, { id: upload.id, mapping: prepared.mapping });
  return {
    ...{ db, ...ground, orgId, slug, member, tokens, ids, matrixVersion, invited, upload, book },
    mapping: prepared.mapping,
  };
}

const TABLES = [...kinds, ["change", "series"] as const].flatMap(([name, kind]) =>
  (kind === "recorded" ? ["public", "history"] : ["public"]).map((schema) => `${schema}."${name}"`),
);

/** A fingerprint of everything an organisation has, now and in history. */
export async function fingerprint({ superuser, orgId }: World): Promise<string> {
  const sums = TABLES.map(
    (table) =>
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum, '${table}' as name from ${table} t where org_id = $1`,
  );
  const rows = await superuser.unsafe<{ sum: string }[]>(`${sums.join(" union all ")} order by name`, [orgId], {
    prepare: true,
  });
  return rows.map(({ sum }) => sum).join(" ");
}
