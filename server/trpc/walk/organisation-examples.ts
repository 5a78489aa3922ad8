import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { askCheck } from "@/server/seal/commands";
import { type Example, gives, nothing, SETTINGS } from "./example";
import { accessToken, keptMail, markedSample } from "./state";
import { callerWith } from "./world";

export const organisationExamples: Record<string, Example> = {
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
  "seal.list": {
    as: "auditor",
    input: async (world) => {
      await askCheck(world.member("admin").ctx);
      return {};
    },
  },
  "seal.versions": { as: "auditor", input: ({ ids }) => ({ record: ids.initiative }) },
  "seal.verify": { as: "auditor", input: nothing },
  "mail.list": {
    as: "admin",
    input: async (world) => {
      await keptMail(world);
      return {};
    },
  },
  "mail.open": { as: "admin", input: async (world) => ({ mailId: await keptMail(world) }) },
  "mail.retry": { as: "admin", input: async (world) => ({ mailId: await keptMail(world) }) },
};
