import { expect } from "vitest";
import { deleteDocument } from "@/server/document/commands";
import { setPreference } from "@/server/notification/commands";
import { mergeTags } from "@/server/tag/commands";
import { listTags } from "@/server/tag/queries";
import { about, type Example, gives, nothing } from "./example";
import { MARKER } from "./world";

export const subjectExamples: Record<string, Example> = {
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
};
