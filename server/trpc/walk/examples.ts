import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "@/domain/access/permission";
import { POINT_AT, type World } from "./world";

/** A valid input of one procedure, and the role it must succeed for. `open`: not of an organisation. */
export type Example = {
  as: Role;
  input: (world: World) => object | undefined;
  open?: true /** Queries that may answer without any row of the organisation. */;
};

const ref = (key: keyof World["ids"]) => (world: World) => ({ id: world.ids[key] });
const nothing = () => ({});
const SETTINGS = { timeZone: "Europe/Berlin", currency: "EUR", locale: "de-DE", fiscalYearStart: 4 };
const strong = () => `Walk-${randomBytes(9).toString("hex")}`;

/** Nothing listens there: a test of the connection says so, and stores nothing. */
const TARGET = { platform: "openmetrics", url: "http://127.0.0.1:9/metrics", auth: "none" };

/** Every procedure stands here: the walk fails for one that does not. */
export const examples: Record<string, Example> = {
  "access.signIn": { as: "viewer", open: true, input: () => ({ email: "nobody@example.test", password: strong() }) },
  "access.signOut": { as: "viewer", open: true, input: () => undefined },
  "access.session": { as: "viewer", open: true, input: () => undefined },
  "access.whoAmI": { as: "viewer", open: true, input: () => undefined },
  "access.signOutEverywhere": { as: "viewer", open: true, input: () => undefined },
  "access.changePassword": { as: "viewer", open: true, input: () => ({ current: strong(), next: strong() }) },
  "organisation.shell": { as: "viewer", input: nothing },
  "organisation.settings": { as: "viewer", input: nothing },
  "organisation.edit": { as: "admin", input: () => ({ ...SETTINGS, name: "Renamed", version: 1 }) },
  "organisation.start": {
    as: "admin",
    open: true,
    input: () => ({ ...SETTINGS, name: "Fresh", slug: `fresh-${randomBytes(5).toString("hex")}` }),
  },
  "organisation.removal": { as: "admin", input: nothing },
  "organisation.removeSample": { as: "admin", input: () => ({ name: "Not a sample" }) },
  "overview.get": { as: "viewer", input: nothing },
  "model.list": { as: "viewer", input: nothing },
  "model.get": { as: "viewer", input: ({ ids }) => ({ modelId: ids.model }) },
  "model.edit": {
    as: "mlops",
    input: ({ ids }) => ({
      ...{ modelId: ids.model, version: 1, name: "Renamed", purpose: null, tier: 1, status: "live" },
      ...{ initiativeId: null, builderId: null, operatorId: null },
    }),
  },
  "model.chooseMainMeasure": { as: "mlops", input: ({ ids }) => ({ seriesId: ids.series }) },
  "metric.points": { as: "viewer", input: ({ ids }) => ({ seriesId: ids.series }) },
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
  "metric.clearRule": { as: "mlops", input: ({ ids }) => ({ ruleId: ids.rule, reason: "Looked at and mended." }) },
  "connection.list": { as: "mlops", input: nothing },
  "connection.get": { as: "mlops", input: ({ ids }) => ({ connectionId: ids.connection }) },
  "connection.test": { as: "mlops", input: () => TARGET },
  "connection.create": { as: "mlops", input: () => ({ ...TARGET, name: `Link ${randomUUID()}` }) },
  "connection.edit": {
    as: "mlops",
    input: ({ ids }) => ({ ...TARGET, connectionId: ids.connection, version: 1, name: "Renamed" }),
  },
  "connection.pause": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, version: 1, paused: false }),
  },
  "connection.poll": { as: "mlops", input: ({ ids }) => ({ connectionId: ids.connection }) },
  "connection.delete": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, reason: "Moved elsewhere." }),
  },
  "pack.list": { as: "pmo", input: nothing },
  "pack.get": { as: "pmo", input: ref("pack") },
  "pack.forums": { as: "pmo", input: nothing },
  "pack.verify": { as: "pmo", input: ref("pack") },
  "pack.request": { as: "pmo", input: nothing },
  "pack.cancel": { as: "pmo", input: ref("pack") },
  "initiative.list": { as: "viewer", input: nothing },
  "initiative.summary": { as: "viewer", input: nothing },
  "initiative.facet": { as: "viewer", input: () => ({ facet: "stage" }) },
  "initiative.get": { as: "viewer", input: ref("initiative") },
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
  "initiative.undo": { as: "admin", input: ({ ids, setupChange }) => ({ id: ids.initiative, changeId: setupChange }) },
  "program.list": { as: "viewer", input: nothing },
  "program.create": { as: "pmo", input: () => ({ name: `Program ${randomUUID()}` }) },
  "program.rename": { as: "pmo", input: ({ ids }) => ({ id: ids.program, version: 1, name: "Renamed" }) },
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
  "invitation.open": { as: "viewer", open: true, input: ({ invited }) => ({ token: invited.path.split("/").at(-1) }) },
  "invitation.accept": { as: "viewer", open: true, input: () => ({ token: "no-such-token" }) },
  "member.list": { as: "viewer", input: nothing },
  "member.options": { as: "viewer", input: nothing },
  "member.changeRole": {
    as: "admin",
    input: ({ members }) => ({ memberId: members.viewer?.memberId, role: "auditor", version: 1 }),
  },
  "member.setActive": {
    as: "admin",
    input: ({ members }) => ({ memberId: members.viewer?.memberId, active: false, version: 1 }),
  },
  "member.signOutEverywhere": { as: "admin", input: ({ members }) => ({ memberId: members.viewer?.memberId }) },
  "import.list": { as: "pmo", input: nothing },
  "import.get": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.prepare": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.values": { as: "pmo", input: ({ upload }) => ({ id: upload.id, column: "Stage" }) },
  "import.plan": { as: "pmo", input: ({ upload, mapping }) => ({ id: upload.id, mapping }) },
  "import.commit": {
    as: "pmo",
    input: ({ upload }) => ({
      id: upload.id,
      rows: "all",
      counts: { created: 1, changed: 0, unchanged: 0, rejected: 0 },
    }),
  },
  "import.cancel": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
  "import.undo": { as: "pmo", input: ({ upload }) => ({ id: upload.id }) },
};

/** Examples that are valid and rightly refused in a plain world, with the words they are refused in. */
export const REFUSED: Record<string, RegExp> = {
  "access.signIn": /email|password/i,
  "access.changePassword": /password/i,
  "organisation.removeSample": /sample/i,
  "pack.verify": /section/i,
  "invitation.accept": /invitation|link/i,
  "import.cancel": /not being written/,
  "import.undo": /import|undo/i,
  "initiative.undo": /undo|more than|change/i,
  "connection.poll": /paused/i,
  "metric.clearRule": /rule/i,
  "pack.cancel": /made|ready|pack/i,
};
