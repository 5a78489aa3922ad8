import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { passwordMatches } from "@/server/auth/password";
import { factorOf } from "@/server/factor/code/check";
import { openStep } from "@/server/factor/commands";
import { listMail } from "@/server/mail/queries";
import { listSessions } from "@/server/session/queries";
import { type Example, endedFor, gives, nothing, signedInAs, strong } from "./example";
import { asPerson, codeOf, factored, knownPassword, otherSession, resetLink, signedInOf } from "./state";
import { MARKER } from "./world";

export const personExamples: Record<string, Example> = {
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
};
