import type { IncomingMessage } from "node:http";
import type { Permission } from "@/domain/access/permission";
import { asOfInstant } from "@/domain/shared/as-of";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "../context";
import type { Process } from "../process";
import { requestContext } from "../trpc/context";
import { actorOf, admit } from "../trpc/gate";
import { addressOf } from "./address";

/**
 * The same gate as `orgProcedure`, for plain endpoints (upload, download, live events): `?org=slug[&at=day]` and the session cookie
 * or an access token.
 * @throws AppError UNAUTHORIZED, NOT_FOUND, FORBIDDEN
 */
export async function memberOf(
  req: IncomingMessage,
  url: URL,
  shared: Process,
  permission: Permission,
): Promise<OrgContext & { timeZone: string; tokenHash: string | null }> {
  const context = requestContext({
    ...shared,
    cookie: req.headers.cookie,
    authorization: req.headers.authorization,
    address: addressOf(req),
    userAgent: req.headers["user-agent"] ?? "",
  });
  const admitted = await admit(context, url.searchParams.get("org") ?? "", permission);
  const { member } = admitted;
  return {
    orgId: mintOrgId(member.orgId),
    actor: actorOf(admitted),
    db: shared.db,
    now: context.now,
    asOf: asOfInstant(url.searchParams.get("at") ?? undefined, member.timeZone, context.now),
    requestId: context.requestId,
    emit: shared.emit,
    address: context.address,
    timeZone: member.timeZone,
    tokenHash: context.tokenHash,
  };
}
