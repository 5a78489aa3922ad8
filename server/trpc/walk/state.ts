import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import type { Role } from "@/domain/access/permission";
import { connectionCreate } from "@/domain/connection/input";
import { createToken } from "@/server/api-token/commands";
import { hashPassword } from "@/server/auth/password";
import { startBackfill } from "@/server/connection/backfill/commands";
import { createConnection } from "@/server/connection/commands";
import { jobContext, type OrgContext } from "@/server/context";
import { sealFactor } from "@/server/factor/code/check";
import { hashRecoveryCode, newRecoveryCodes } from "@/server/factor/code/recovery";
import { hotp, stepAt } from "@/server/factor/code/totp";
import { confirmImport } from "@/server/import/commands";
import { writeImport } from "@/server/import/commit/commands";
import { editInitiative } from "@/server/initiative/commands";
import { queueMail } from "@/server/mail/commands";
import { sendMail } from "@/server/mail/send/commands";
import { buildPack, requestPack } from "@/server/pack/commands";
import { sendPack } from "@/server/pack/mail/commands";
import { signLink } from "@/server/pack/mail/link";
import { listSends } from "@/server/pack/mail/queries";
import { store } from "@/server/record/store";
import { hashToken, type RequestContext, type Resolved, requestContext } from "../context";
import { MARKER, type World } from "./world";

/*
 * What must have happened in a world before some procedures can succeed. Each is brought about by the product's own
 * commands, as the people and jobs of that world.
 */

export const asJob = ({ db, orgId }: World): OrgContext =>
  jobContext({ db, emit: async () => undefined }, "walk", orgId);

/** A member who can sign in with a password. */
export async function knownPassword({ db, member }: World, role: Role, password: string): Promise<string> {
  const { userId } = member(role);
  await db.sql`select private.set_password(${userId}, ${await hashPassword(password)})`;
  const [person] = await db.sql<{ email: string }[]>`select email from private.person(${userId})`;
  return person?.email ?? "";
}

/** The organisation is a sample, as only the owner may mark it. @returns its name */
export async function markedSample({ db, orgId }: World): Promise<string> {
  const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    return await owner.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${orgId}, true)`;
      const [row] = await tx<{ name: string }[]>`
        update organisation set sample = true where org_id = ${orgId} returning name`;
      return row?.name ?? "";
    });
  } finally {
    await owner.end();
  }
}

/** A pack that somebody asked for and nobody has built yet. */
export async function buildingPack({ member }: World): Promise<string> {
  const { ctx } = member("pmo");
  const { id } = await requestPack({ ...ctx, now: new Date(), timeZone: "UTC" }, { forum: "Walkers", paper: "a4" });
  return id;
}

/** A pack built at a settled instant, by the command the job runs. */
export async function builtPack(world: World): Promise<string> {
  await world.ensurePrinter();
  const id = await buildingPack(world);
  const { built } = await buildPack(asJob(world), { packId: id });
  if (!built) throw new Error("the pack was not built");
  return id;
}

/** The import is decided on, and its job has not run yet: it counts as being written. */
export async function runningImport({ member, upload }: World): Promise<string> {
  const { ctx } = member("pmo");
  const counts = { created: 1, changed: 0, unchanged: 0, rejected: 0 };
  await confirmImport(ctx, { id: upload.id, rows: "all", counts });
  return upload.id;
}

/** The import is written. */
export async function writtenImport(world: World): Promise<string> {
  const importId = await runningImport(world);
  const { written } = await writeImport(asJob(world), { importId });
  if (!written) throw new Error("the import was not written");
  return importId;
}

/** Somebody renamed the initiative last. @returns that change */
export async function renamedInitiative({ member, ids }: World): Promise<string> {
  const edit = { id: ids.initiative, version: 1, patch: { title: "Renamed by mistake" } };
  const saved = await editInitiative(member("pmo").ctx, edit);
  if (saved.outcome !== "saved") throw new Error("the initiative was not renamed");
  return saved.changeId;
}

/** A mail that no server takes. @returns its id */
export async function keptMail(world: World): Promise<string> {
  const { ctx } = world.member("admin");
  const values = {
    ...{ name: MARKER, invitedBy: null, organisation: MARKER, role: "Viewer", until: "2026-12-01" },
    link: "http://localhost:3000/invitation/walk",
  };
  const mailId = await store(ctx, (tx) =>
    queueMail(tx, ctx, { template: "invitation", to: `${MARKER}@example.test`, values }),
  );
  const { outcome } = await sendMail(asJob(world), { mailId }, null);
  if (outcome !== "kept") throw new Error("the mail was not kept");
  return mailId;
}

/** A link for a new password. @returns the token in it */
export async function resetLink({ db, member }: World, role: Role): Promise<string> {
  const token = randomUUID();
  const expires = new Date(Date.now() + 60_000);
  await db.sql`select private.open_reset(${member(role).userId}, ${hashToken(token)}, ${expires})`;
  return token;
}

export type Factored = { password: string; secret: Buffer };

/** A member whose second factor counts. Its codes up to the one before this moment are used. */
export async function factored(world: World, role: Role, confirmed = true): Promise<Factored> {
  const { db, member } = world;
  const { userId } = member(role);
  const secret = randomBytes(20);
  const password = randomUUID();
  await knownPassword(world, role, password);
  await db.sql`select private.begin_factor(${userId}, ${sealFactor(userId, secret)})`;
  if (confirmed)
    await db.sql`select private.confirm_factor(${userId}, ${stepAt(new Date()) - 1}, ${newRecoveryCodes().map(hashRecoveryCode)})`;
  return { password, secret };
}

/** The code of an authenticator; the next one is taken too, and serves where this one was used. */
export const codeOf = ({ secret }: Factored, ahead = 0): string => hotp(secret, stepAt(new Date()) + ahead);

/** A request of a member, as the router gets it. */
export const asPerson = ({ db, tokens }: World, role: Role): RequestContext =>
  requestContext({
    db,
    emit: async () => undefined,
    cookie: `authjs.session-token=${tokens.get(role) ?? ""}`,
    address: `walk-${randomUUID()}`,
    userAgent: "walk",
  });

/** The same with the person it was resolved to. */
export async function signedInOf(world: World, role: Role): Promise<RequestContext & { person: Resolved }> {
  const ctx = asPerson(world, role);
  const person = await ctx.resolve("");
  if (!person) throw new Error("nobody is signed in");
  return { ...ctx, person };
}

/** One more session of a member. @returns its id */
export async function otherSession({ db, member }: World, role: Role): Promise<string> {
  const { userId } = member(role);
  const hash = hashToken(randomUUID());
  await db.sql`select private.open_session(${userId}, ${hash}, ${new Date(Date.now() + 60_000)}, 'other')`;
  const [row] = await db.sql<{ id: string }[]>`select id from private.sessions_of(${userId}, ${hash}) where is_this`;
  return row?.id ?? "";
}

/** A connection to a platform that keeps its past. */
export async function queriedConnection({ member, prometheus }: World): Promise<string> {
  const { ctx } = member("mlops");
  const config = { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600 };
  const { id } = await createConnection(
    ctx,
    connectionCreate.parse({
      platform: "prometheus",
      name: `Queried ${randomUUID()}`,
      url: prometheus,
      auth: "none",
      config,
    }),
  );
  return id;
}

/** Somebody asked for a month of the past, and no job has read it yet. */
export async function runningBackfill(world: World): Promise<string> {
  const connectionId = await queriedConnection(world);
  const ctx = { ...world.member("mlops").ctx, timeZone: "UTC" };
  return (await startBackfill(ctx, { connectionId, from: "2026-01-01", to: "2026-01-31" })).id;
}

/** An access token of a member. @returns its id */
export async function accessToken({ member }: World, role: Role): Promise<string> {
  const { tokenId } = await createToken(member(role).ctx, { name: MARKER, scopes: ["initiative:read"], days: 7 });
  return tokenId;
}

/** The pack was mailed to the executive. @returns the part of the link that names it */
export async function mailedPack({ member, ids, orgId }: World): Promise<string> {
  const { ctx } = member("pmo");
  await sendPack(ctx, { id: ids.pack, memberIds: [member("executive").memberId], days: 14 });
  const [sent] = await listSends(ctx, { id: ids.pack });
  return signLink(orgId, sent?.id ?? "");
}
