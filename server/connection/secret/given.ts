import { type Secret, sameServer } from "@/domain/connection/input";
import { AppError } from "@/domain/shared/error";
import { need } from "@/env";
import type { OrgContext } from "../../context";
import { pollTargetOf } from "../queries";
import { unseal } from "./seal";

type Given = {
  url: string;
  auth: "none" | Secret["kind"];
  secret?: Secret | undefined;
  connectionId?: string | undefined;
};

/** The stored sign-in, but only towards the server it was given for. */
async function kept(ctx: OrgContext, { connectionId, url, auth }: Given): Promise<Secret | null> {
  const target = connectionId && auth !== "none" ? await pollTargetOf(ctx, connectionId) : null;
  const held = target?.connection;
  if (!held?.sealedSecret || held.auth !== auth) return null;
  if (!sameServer(held.url, url))
    throw new AppError("BAD_REQUEST", "The address is on another server: enter the sign-in again.");
  return unseal(need("SECRETS_KEY"), { orgId: ctx.orgId, connectionId: held.id }, held.sealedSecret);
}

/**
 * The sign-in to try a server with: the one typed, else the stored one.
 * @throws AppError BAD_REQUEST when one is needed and there is none, or the stored one was given for another server
 */
export async function givenSecret(ctx: OrgContext, input: Given): Promise<Secret | null> {
  if (input.auth === "none") return null;
  const secret = input.secret ?? (await kept(ctx, input));
  if (!secret) throw new AppError("BAD_REQUEST", "Give the sign-in, or choose none.");
  return secret;
}
