import { randomBytes, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { alert } from "@/db/schema/metric";
import type { Role } from "@/domain/access/permission";
import { passwordMatches } from "@/server/auth/password";
import { cancelBackfill } from "@/server/connection/backfill/commands";
import { runBackfill } from "@/server/connection/backfill/run";
import { pollConnection } from "@/server/connection/poll/commands";
import { deleteDocument } from "@/server/document/commands";
import { factorOf } from "@/server/factor/code/check";
import { openStep } from "@/server/factor/commands";
import { getImport } from "@/server/import/queries";
import { getInitiative } from "@/server/initiative/queries";
import { listMail } from "@/server/mail/queries";
import { setPreference } from "@/server/notification/commands";
import { getPack } from "@/server/pack/queries";
import { read } from "@/server/record/read";
import { askCheck } from "@/server/seal/commands";
import { listSessions } from "@/server/session/queries";
import { mergeTags } from "@/server/tag/commands";
import { listTags } from "@/server/tag/queries";
import { registerExamples } from "./register-examples";
import { riskExamples } from "./risk-examples";
import { riskPageExamples } from "./risk-page-examples";
import { riskRuleExamples } from "./risk-rule-examples";
import {
  accessToken,
  asJob,
  asPerson,
  buildingPack,
  builtPack,
  codeOf,
  factored,
  keptMail,
  knownPassword,
  mailedPack,
  markedSample,
  otherSession,
  queriedConnection,
  renamedInitiative,
  resetLink,
  runningBackfill,
  runningImport,
  signedInOf,
  writtenImport,
} from "./state";
import { callerWith, MARKER, POINT_AT, type World } from "./world";

/** What a procedure answered to its example, for whoever proves that it did what it says. */
export type Reply = { world: World; input: object | undefined; answer: unknown; session: string | null | undefined };

export type Example = {
  /** Who it must succeed for; null is somebody who is not signed in. */
  as: Role | null;
  /** A valid input, made of the rows of a world; brings about first what must have happened before. */
  input: (world: World) => object | undefined | Promise<object | undefined>;
  /** Not of an organisation. */
  open?: true;
  /**
   * Shows that the success is real. Without it a query must show something of the world, and a mutation must have
   * changed what the organisation has.
   */
  proof?: (reply: Reply) => unknown;
};

const ref = (key: keyof World["ids"]) => (world: World) => ({ id: world.ids[key] });
const nothing = () => ({});
const about = ({ ids }: World) => ({ about: { noun: "initiative", id: ids.initiative } });
const SETTINGS = { timeZone: "Europe/Berlin", currency: "USD", locale: "de-DE", fiscalYearStart: 4 };
const strong = () => `Walk-${randomBytes(9).toString("hex")}`;
const queried = ({ prometheus }: World) => ({
  ...{ platform: "prometheus", url: prometheus, auth: "none" },
  config: { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600 },
});
const target = ({ metrics }: World) => ({ platform: "openmetrics", url: metrics, auth: "none" });

const gives =
  (shape: object) =>
  ({ answer }: Reply) =>
    expect(answer).toMatchObject(shape);

/** Nobody is signed in any more with the session of the role. */
const endedFor =
  (role: Role) =>
  async ({ world }: Reply) =>
    expect(await callerWith(world.db, world.tokens.get(role) ?? null).access.session()).toBeNull();

/** The call opened a session of this member. */
const signedInAs =
  (name: string) =>
  async ({ world, session }: Reply) =>
    expect(await callerWith(world.db, session ?? null).access.whoAmI()).toMatchObject({ name });

export const examples: Record<string, Example> = {
  ...registerExamples,
  ...riskExamples,
  ...riskRuleExamples,
  ...riskPageExamples,
  "access.signIn": {
    as: null,
    open: true,
    input: async (world) => {
      const password = strong();
      return { email: await knownPassword(world, "viewer", password), password };
    },
    proof: signedInAs(`${MARKER} viewer`),
  },
  "access.signOut": { as: "viewer", open: true, input: () => undefined, proof: endedFor("viewer") },
  "access.session": { as: "viewer", open: true, input: () => undefined },
  "access.whoAmI": { as: "viewer", open: true, input: () => undefined },
  "access.signOutEverywhere": { as: "viewer", open: true, input: () => undefined, proof: endedFor("viewer") },
  "access.changePassword": {
    as: "viewer",
    open: true,
    input: async (world) => {
      const current = strong();
      await knownPassword(world, "viewer", current);
      return { current, next: strong() };
    },
    proof: async ({ world, input }) => {
      const { next } = input as { next: string };
      const [person] = await world.db.sql<{ hash: string }[]>`
        select password_hash as hash from private.person(${world.member("viewer").userId})`;
      expect(await passwordMatches(person?.hash, next)).toBe(true);
    },
  },
  "access.signInCode": {
    as: null,
    open: true,
    input: async (world) => {
      const held = await factored(world, "viewer");
      const challenge = await openStep(asPerson(world, "viewer"), world.member("viewer").userId);
      return { challenge, code: codeOf(held) };
    },
    proof: signedInAs(`${MARKER} viewer`),
  },
  "factor.state": { as: "viewer", open: true, input: () => undefined, proof: gives({ isOn: false, codesLeft: 0 }) },
  "factor.begin": {
    as: "viewer",
    open: true,
    input: async (world) => {
      const password = strong();
      await knownPassword(world, "viewer", password);
      return { password };
    },
    proof: async ({ world, answer }) => {
      expect(answer).toMatchObject({ address: expect.stringContaining("otpauth://totp/Portolan") });
      expect(await factorOf(world, world.member("viewer").userId)).toMatchObject({ confirmed_at: null });
    },
  },
  "factor.confirm": {
    as: "viewer",
    open: true,
    input: async (world) => ({ code: codeOf(await factored(world, "viewer", false)) }),
    proof: async ({ world, answer }) => {
      expect(answer).toMatchObject({ recoveryCodes: { length: 10 } });
      expect(await factorOf(world, world.member("viewer").userId)).toMatchObject({ codes_left: 10 });
    },
  },
  "factor.show": {
    as: "viewer",
    open: true,
    input: async (world) => ({ code: codeOf(await factored(world, "viewer")) }),
    proof: async ({ world }) => {
      const sessions = await world.db.sql<{ method: string }[]>`
        select method from private.sessions_of(${world.member("viewer").userId}, '')`;
      expect(sessions.map(({ method }) => method)).toEqual(["factor"]);
    },
  },
  "factor.remove": {
    as: "viewer",
    open: true,
    input: async (world) => {
      const held = await factored(world, "viewer");
      return { password: held.password, code: codeOf(held) };
    },
    proof: async ({ world }) => expect(await factorOf(world, world.member("viewer").userId)).toBeUndefined(),
  },
  "factor.renewCodes": {
    as: "viewer",
    open: true,
    input: async (world) => ({ code: codeOf(await factored(world, "viewer")) }),
    proof: gives({ recoveryCodes: { length: 10 } }),
  },
  "factor.overview": { as: "admin", input: nothing },
  "factor.require": { as: "admin", input: () => ({ required: true, version: 1 }) },
  "factor.reset": {
    as: "admin",
    input: async (world) => {
      await factored(world, "viewer");
      return { memberId: world.member("viewer").memberId, reason: "Lost the phone." };
    },
    proof: async ({ world }) => expect(await factorOf(world, world.member("viewer").userId)).toBeUndefined(),
  },
  "access.providers": { as: null, open: true, input: () => undefined, proof: gives([]) }, // of a walk without any
  "audit.list": { as: "auditor", input: nothing },
  "audit.people": { as: "auditor", input: nothing },
  "apiToken.list": {
    as: "viewer",
    input: async (world) => {
      await accessToken(world, "viewer");
      return {};
    },
  },
  "apiToken.create": { as: "viewer", input: () => ({ name: "Export", scopes: ["initiative:read"], days: 7 }) },
  "apiToken.revoke": { as: "viewer", input: async (world) => ({ tokenId: await accessToken(world, "viewer") }) },
  "session.list": {
    as: "viewer",
    open: true,
    input: () => undefined,
    proof: gives([{ device: "An unknown device", isThis: true }]),
  },
  "session.end": {
    as: "viewer",
    open: true,
    input: async (world) => ({ sessionId: await otherSession(world, "viewer") }),
    proof: async ({ world }) => expect(await listSessions(await signedInOf(world, "viewer"))).toHaveLength(1),
  },
  "session.endOthers": {
    as: "viewer",
    open: true,
    input: async (world) => {
      await otherSession(world, "viewer");
      return undefined;
    },
    proof: gives({ sessions: 1 }),
  },
  "access.requestReset": {
    as: null,
    open: true,
    input: async (world) => ({ email: await knownPassword(world, "viewer", strong()) }),
    proof: async ({ world, input }) => {
      const { email } = input as { email: string };
      const { rows } = await listMail(world.member("admin").ctx, { page: 1 });
      expect(rows).toContainEqual(expect.objectContaining({ label: "Password reset", recipient: email }));
    },
  },
  "access.openReset": {
    as: null,
    open: true,
    input: async (world) => ({ token: await resetLink(world, "viewer") }),
    proof: gives({ email: expect.stringContaining("@example.test") }),
  },
  "access.resetPassword": {
    as: null,
    open: true,
    input: async (world) => ({ token: await resetLink(world, "viewer"), password: strong() }),
    proof: endedFor("viewer"),
  },
  "organisation.shell": { as: "viewer", input: nothing },
  "organisation.settings": {
    as: "viewer",
    input: nothing,
    proof: ({ world, answer }) => expect(answer).toMatchObject({ slug: world.slug }),
  },
  "quota.list": {
    as: "admin",
    input: nothing,
    proof: ({ answer }) => expect(answer).toContainEqual({ kind: "members", used: expect.any(Number), most: null }),
  },
  "organisation.edit": { as: "admin", input: () => ({ ...SETTINGS, name: "Renamed", version: 1 }) },
  "organisation.start": {
    as: "admin",
    open: true,
    input: () => ({ ...SETTINGS, name: "Fresh", slug: `fresh-${randomBytes(5).toString("hex")}` }),
    proof: async ({ world, input }) => {
      const { slug: org } = input as { slug: string };
      const mine = callerWith(world.db, world.tokens.get("admin") ?? null);
      expect(await mine.organisation.shell({ org })).toMatchObject({
        org: { name: "Fresh" },
        person: { role: "Administrator" },
      });
    },
  },
  "organisation.removal": {
    as: "admin",
    input: async (world) => {
      await markedSample(world);
      return {};
    },
    proof: gives({ initiatives: 3, models: 1, packs: expect.any(Number), accounts: 8 }),
  },
  "organisation.removeSample": {
    as: "admin",
    input: async (world) => ({ name: await markedSample(world) }),
    proof: ({ answer }) => expect((answer as { rows: number }).rows).toBeGreaterThan(50),
  },
  "overview.get": { as: "viewer", input: nothing },
  "model.get": { as: "viewer", input: ({ ids }) => ({ modelId: ids.model }) },
  "model.edit": {
    as: "mlops",
    input: ({ ids }) => ({
      ...{ modelId: ids.model, version: 1, name: "Renamed", purpose: null, tier: 1, status: "live" },
      ...{ initiativeId: null, builderId: null, operatorId: null },
    }),
  },
  "model.chooseMainMeasure": { as: "mlops", input: ({ ids }) => ({ seriesId: ids.series }) },
  "metric.points": {
    as: "viewer",
    input: ({ ids }) => ({ seriesId: ids.series }),
    proof: gives([{ at: POINT_AT, value: 0.5 }]),
  },
  "metric.provenance": { as: "viewer", input: ({ ids }) => ({ seriesId: ids.series, pointAt: POINT_AT }) },
  "metric.previewRule": {
    as: "mlops",
    input: ({ ids }) => ({ seriesId: ids.series, direction: "low", critical: 0.7 }),
  },
  "metric.createRule": { as: "mlops", input: ({ ids }) => ({ seriesId: ids.series, direction: "low", warning: 0.9 }) },
  "metric.editRule": {
    as: "mlops",
    input: ({ ids }) => ({ ruleId: ids.rule, version: 1, direction: "low", critical: 0.7 }),
  },
  "metric.ruleChanges": { as: "viewer", input: ({ ids }) => ({ modelId: ids.model }) },
  "metric.clearRule": {
    as: "mlops",
    input: ({ ids }) => ({ ruleId: ids.rule, reason: "Looked at and mended." }),
    proof: async ({ world }) => {
      const open = await read(world.member("viewer").ctx, (tx) => tx.select({ closedAt: alert.closedAt }).from(alert));
      expect(open).toEqual([{ closedAt: expect.any(Date) }]);
    },
  },
  "connection.list": { as: "mlops", input: nothing },
  "connection.get": { as: "mlops", input: ({ ids }) => ({ connectionId: ids.connection }) },
  "connection.test": { as: "mlops", input: target, proof: gives({ ok: true, steps: { length: 4 } }) },
  "connection.browse": {
    as: "mlops",
    input: ({ prometheus }) => ({ platform: "prometheus", url: prometheus, auth: "none", search: "rec" }),
    proof: gives({ total: 1, metrics: [{ name: "recall", type: "gauge" }] }),
  },
  "connection.preview": {
    as: "mlops",
    input: queried,
    proof: gives({ total: 1, series: [{ model: "Polled model", metric: "recall", points: [{ value: 0.86 }] }] }),
  },
  "connection.backfill": {
    as: "mlops",
    input: async (world) => ({ connectionId: await queriedConnection(world), from: "2026-01-01", to: "2026-01-31" }),
  },
  "connection.cancelBackfill": {
    as: "mlops",
    input: async (world) => ({ backfillId: await runningBackfill(world) }),
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await runBackfill(asJob(world), { backfillId: id })).toMatchObject({ outcome: "not due" });
    },
  },
  "connection.continueBackfill": {
    as: "mlops",
    input: async (world) => {
      const backfillId = await runningBackfill(world);
      await cancelBackfill(world.member("mlops").ctx, { backfillId });
      return { backfillId };
    },
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await runBackfill(asJob(world), { backfillId: id })).toMatchObject({ outcome: "done" });
    },
  },
  "connection.create": { as: "mlops", input: (world) => ({ ...target(world), name: `Link ${randomUUID()}` }) },
  "connection.edit": {
    as: "mlops",
    input: (world) => ({
      ...{ ...target(world), url: `${world.metrics}?moved`, connectionId: world.ids.connection },
      ...{ version: 1, name: "Renamed" },
    }),
  },
  "connection.pause": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, version: 1, paused: true }),
  },
  "connection.poll": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection }),
    proof: async ({ world }) =>
      expect(await pollConnection(asJob(world), { connectionId: world.ids.connection })).toMatchObject({
        outcome: "ok",
        added: 2,
      }),
  },
  "connection.delete": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, reason: "Moved elsewhere." }),
  },
  "seal.list": {
    as: "auditor",
    input: async (world) => {
      await askCheck(world.member("admin").ctx);
      return {};
    },
  },
  "seal.versions": { as: "auditor", input: ({ ids }) => ({ record: ids.initiative }) },
  "seal.verify": { as: "auditor", input: nothing },
  "pack.list": { as: "pmo", input: nothing },
  "pack.get": { as: "pmo", input: ref("pack") },
  "pack.forums": { as: "pmo", input: nothing },
  "pack.changes": {
    as: "pmo",
    input: ({ ids }) => ({ ids: [ids.pack] }),
    proof: ({ world, answer }) => expect(answer).toMatchObject({ [world.ids.pack]: { added: 2 } }), // of three, one is restricted
  },
  "pack.readers": { as: "pmo", input: nothing },
  "pack.sends": {
    as: "executive",
    input: async (world) => {
      await mailedPack(world);
      return { id: world.ids.pack };
    },
  },
  "pack.openLink": {
    as: "executive",
    input: async (world) => ({ token: await mailedPack(world) }),
    proof: ({ world, answer }) => expect(answer).toEqual({ outcome: "open", packId: world.ids.pack }),
  },
  "pack.send": {
    as: "pmo",
    input: ({ ids, member }) => ({ id: ids.pack, memberIds: [member("executive").memberId] }),
  },
  "pack.verify": {
    as: "pmo",
    input: async (world) => ({ id: await builtPack(world) }),
    proof: gives({ data: true, file: true }),
  },
  "pack.request": { as: "pmo", input: nothing },
  "pack.cancel": {
    as: "pmo",
    input: async (world) => ({ id: await buildingPack(world) }),
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await getPack(world.member("pmo").ctx, { id })).toMatchObject({ status: "failed", error: "Cancelled." });
    },
  },
  "initiative.summary": { as: "viewer", input: nothing },
  "initiative.get": { as: "viewer", input: ref("initiative") },
  "initiative.courses": { as: "viewer", input: ({ ids }) => ({ ids: [ids.initiative] }) },
  "initiative.measures": {
    as: "viewer",
    input: ref("initiative"),
    proof: ({ answer }) => expect(answer).toMatchObject({ measures: expect.any(Array) }), // the world's one point grows old
  },
  "initiative.choices": { as: "pmo", input: nothing },
  "initiative.activity": { as: "viewer", input: ref("initiative") },
  "initiative.create": { as: "pmo", input: () => ({ title: "A new one" }) },
  "initiative.edit": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.initiative, version: 1, patch: { title: "Renamed" } }),
  },
  "initiative.changeStage": {
    as: "pmo",
    input: ({ ids }) => ({ id: ids.initiative, version: 1, stage: "validation", reason: "It is built." }),
  },
  "initiative.archive": { as: "pmo", input: ({ ids }) => ({ id: ids.initiative, reason: "No longer wanted." }) },
  "initiative.restore": { as: "pmo", input: ({ ids }) => ({ id: ids.archived, reason: "Wanted again." }) },
  "initiative.undo": {
    as: "pmo",
    input: async (world) => ({ id: world.ids.initiative, changeId: await renamedInitiative(world) }),
    proof: async ({ world }) =>
      expect(await getInitiative(world.member("pmo").ctx, world.ids.initiative)).toMatchObject({
        title: `${MARKER} one`,
      }),
  },
  "compare.days": { as: "viewer", input: () => ({ noun: "initiative", from: "2020-01-01" }) },
  "search.find": { as: "viewer", input: () => ({ q: MARKER }) },
  "search.recent": { as: "viewer", input: ({ ids }) => ({ refs: [{ noun: "initiative", ref: ids.initiative }] }) },
  "comment.list": { as: "viewer", input: about },
  "comment.mentions": { as: "pmo", input: (world) => ({ ...about(world), q: "quill" }) },
  "comment.create": { as: "pmo", input: (world) => ({ ...about(world), body: "Said." }) },
  "comment.edit": { as: "pmo", input: ({ ids }) => ({ commentId: ids.comment, version: 1, body: "Said better." }) },
  "comment.delete": { as: "pmo", input: ({ ids }) => ({ commentId: ids.comment }) },
  "comment.resolve": { as: "pmo", input: ({ ids }) => ({ commentId: ids.comment, resolved: true }) },
  "follow.get": { as: "viewer", input: about },
  "notification.list": { as: "viewer", input: nothing },
  "notification.unread": { as: "viewer", input: nothing, proof: gives({ unread: 1 }) },
  "notification.mark": { as: "viewer", input: ({ ids }) => ({ ids: [ids.notification], read: true }) },
  "notification.markAll": { as: "viewer", input: nothing },
  "notification.preferences": {
    as: "viewer",
    input: async ({ member }) => {
      await setPreference(member("viewer").ctx, { kind: "stage", delivery: "none" });
      return {};
    },
    proof: gives({ stage: "none", mention: "mail" }),
  },
  "notification.setPreference": { as: "viewer", input: () => ({ kind: "alert", delivery: "app" }) },
  "document.list": { as: "viewer", input: about },
  "document.deleted": {
    as: "pmo",
    input: async (world) => {
      await deleteDocument(world.member("pmo").ctx, { documentId: world.ids.document, reason: "By mistake." });
      return about(world);
    },
    proof: gives({ total: 1, rows: [{ reason: "By mistake.", files: 1 }] }),
  },
  "document.rename": { as: "pmo", input: ({ ids }) => ({ documentId: ids.document, version: 1, name: "Minutes" }) },
  "document.delete": { as: "pmo", input: ({ ids }) => ({ documentId: ids.document, reason: "Superseded." }) },
  "document.restore": {
    as: "pmo",
    input: async ({ ids, member }) => {
      await deleteDocument(member("pmo").ctx, { documentId: ids.document, reason: "By mistake." });
      return { documentId: ids.document };
    },
  },
  "link.list": { as: "viewer", input: about },
  "link.find": { as: "pmo", input: (world) => ({ ...about(world), q: "quillfeather model" }) },
  "link.create": {
    as: "pmo",
    input: ({ ids }) => ({
      from: { noun: "initiative", id: ids.initiative },
      to: { noun: "initiative", id: ids.archived },
      kind: "replaces",
    }),
  },
  "link.delete": { as: "pmo", input: ({ ids }) => ({ linkId: ids.link }) },
  "tag.list": { as: "viewer", input: nothing },
  "tag.merge": { as: "pmo", input: () => ({ names: [MARKER], into: "Renamed" }) },
  "tag.delete": { as: "pmo", input: () => ({ names: [MARKER] }) },
  "tag.undo": {
    as: "pmo",
    input: async ({ member }) => {
      const { changeId } = await mergeTags(member("pmo").ctx, { names: [MARKER], into: "Renamed by mistake" });
      return { changeId };
    },
    proof: async ({ world }) =>
      expect((await listTags(world.member("pmo").ctx, { q: "", page: 1 })).rows).toEqual([
        { name: MARKER, initiatives: 1 },
      ]),
  },
  "follow.set": { as: "viewer", input: (world) => ({ ...about(world), following: true }) },
  "program.list": { as: "viewer", input: nothing },
  "program.create": { as: "pmo", input: () => ({ name: `Program ${randomUUID()}` }) },
  "program.rename": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, name: "Renamed" }) },
  "program.direct": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, directorId: null }) },
  "program.move": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, parentId: null }) },
  "customField.list": { as: "viewer", input: nothing },
  "customField.create": { as: "pmo", input: () => ({ label: `Field ${randomUUID()}`, kind: "text" }) },
  "customField.edit": {
    as: "pmo",
    input: ({ ids }) => ({ fieldId: ids.field, version: 1, label: "Renamed", choices: ["a", "b", "c"] }),
  },
  "customField.archive": { as: "pmo", input: ({ ids }) => ({ fieldId: ids.field, version: 1, archived: true }) },
  "invitation.list": { as: "admin", input: nothing },
  "invitation.create": {
    as: "admin",
    input: () => ({ email: `${randomBytes(5).toString("hex")}@example.test`, name: "Guest", role: "viewer" }),
  },
  "invitation.renew": { as: "admin", input: ({ invited }) => ({ invitationId: invited.invitationId }) },
  "invitation.revoke": { as: "admin", input: ({ invited }) => ({ invitationId: invited.invitationId }) },
  "invitation.open": { as: null, open: true, input: ({ invited }) => ({ token: invited.path.split("/").at(-1) }) },
  "invitation.accept": {
    as: null,
    open: true,
    input: ({ invited }) => ({
      token: invited.path.split("/").at(-1),
      account: { name: "A new guest", password: strong() },
    }),
    proof: signedInAs("A new guest"),
  },
  "mail.list": {
    as: "admin",
    input: async (world) => {
      await keptMail(world);
      return {};
    },
  },
  "mail.open": { as: "admin", input: async (world) => ({ mailId: await keptMail(world) }) },
  "mail.retry": { as: "admin", input: async (world) => ({ mailId: await keptMail(world) }) },
  "member.options": { as: "viewer", input: nothing },
  "member.changeRole": {
    as: "admin",
    input: ({ member }) => ({ memberId: member("viewer").memberId, role: "auditor", version: 1 }),
  },
  "member.setActive": {
    as: "admin",
    input: ({ member }) => ({ memberId: member("viewer").memberId, active: false, version: 1 }),
  },
  "member.signOutEverywhere": {
    as: "admin",
    input: ({ member }) => ({ memberId: member("viewer").memberId }),
    proof: endedFor("viewer"),
  },
  "import.list": { as: "pmo", input: nothing },
  "import.get": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.prepare": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.values": {
    as: "pmo",
    input: ({ upload }) => ({ id: upload.id, column: "Stage" }),
    proof: gives({ total: 1, values: [{ text: "Build", rows: 1 }] }),
  },
  "import.sheet": {
    as: "pmo",
    input: ({ book }) => ({ id: book.id, sheet: "Two" }),
    proof: gives({ file: { sheet: { name: "Two" }, rows: 1 } }),
  },
  "import.plan": { as: "pmo", input: ({ upload, mapping }) => ({ id: upload.id, mapping }) },
  "import.commit": {
    as: "pmo",
    input: ({ upload }) => ({
      id: upload.id,
      rows: "all",
      counts: { created: 1, changed: 0, unchanged: 0, rejected: 0 },
    }),
  },
  "import.cancel": {
    as: "pmo",
    input: async (world) => ({ id: await runningImport(world) }),
    proof: async ({ world }) =>
      expect(await getImport(world.member("pmo").ctx, { id: world.upload.id })).toMatchObject({
        status: "planned",
        error: expect.stringContaining("stopped"),
      }),
  },
  "import.undo": {
    as: "pmo",
    input: async (world) => ({ id: await writtenImport(world) }),
    proof: async ({ world, answer }) => {
      expect(answer).toMatchObject({ rows: 1 });
      expect(await getImport(world.member("pmo").ctx, { id: world.upload.id })).toMatchObject({ status: "undone" });
    },
  },
};
