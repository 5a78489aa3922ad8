import type { IncomingMessage } from "node:http";
import { can, type Permission } from "@/domain/access/permission";
import { asOfInstant } from "@/domain/shared/as-of";
import { AppError } from "@/domain/shared/error";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "../context";
import type { Process } from "../process";
import { requestContext } from "../trpc/context";
import { addressOf } from "./address";

/**
 * The same gate as `orgProcedure`, for plain endpoints (upload, download, live events): `?org=slug[&at=day]` and the session cookie.
 * @throws AppError UNAUTHORIZED, NOT_FOUND, FORBIDDEN
 */
export async function memberOf(
  req: IncomingMessage,
  url: URL,
  shared: Process,
  permission: Permission,
): Promise<OrgContext & { timeZone: string; tokenHash: string }> {
  const context = requestContext({
    ...shared,
    cookie: req.headers.cookie,
    address: addressOf(req),
    userAgent: req.headers["user-agent"] ?? "",
  });
  const person = await context.resolve(url.searchParams.get("org") ?? "");
  if (!person || !context.tokenHash) throw new AppError("UNAUTHORIZED", "Sign in first");
  if (!person.member) throw new AppError("NOT_FOUND", "No such organisation");
  if (!can(person.member.role, permission)) throw new AppError("FORBIDDEN", "Your role does not allow this");
  const { member } = person;
  return {
    orgId: mintOrgId(member.orgId),
    actor: { kind: "user", userId: person.userId, memberId: member.memberId, name: member.name, role: member.role },
    db: shared.db,
    now: context.now,
    asOf: asOfInstant(url.searchParams.get("at") ?? undefined, member.timeZone, context.now),
    requestId: context.requestId,
    emit: shared.emit,
    timeZone: member.timeZone,
    tokenHash: context.tokenHash,
  };
}
