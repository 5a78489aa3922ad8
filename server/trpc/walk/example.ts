import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Role } from "@/domain/access/permission";
import { callerWith, type World } from "./world";

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

export const ref = (key: keyof World["ids"]) => (world: World) => ({ id: world.ids[key] });
export const nothing = () => ({});
export const about = ({ ids }: World) => ({ about: { noun: "initiative", id: ids.initiative } });
export const SETTINGS = { timeZone: "Europe/Berlin", currency: "USD", locale: "de-DE", fiscalYearStart: 4 };
export const strong = () => `Walk-${randomBytes(9).toString("hex")}`;
export const queried = ({ prometheus }: World) => ({
  ...{ platform: "prometheus", url: prometheus, auth: "none" },
  config: { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600 },
});
export const target = ({ metrics }: World) => ({ platform: "openmetrics", url: metrics, auth: "none" });

export const gives =
  (shape: object) =>
  ({ answer }: Reply) =>
    expect(answer).toMatchObject(shape);

/** Nobody is signed in any more with the session of the role. */
export const endedFor =
  (role: Role) =>
  async ({ world }: Reply) =>
    expect(await callerWith(world.db, world.tokens.get(role) ?? null).access.session()).toBeNull();

/** The call opened a session of this member. */
export const signedInAs =
  (name: string) =>
  async ({ world, session }: Reply) =>
    expect(await callerWith(world.db, session ?? null).access.whoAmI()).toMatchObject({ name });
