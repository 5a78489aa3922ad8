import { may, type OrgContext } from "../../context";
import { answersFor, type Subject } from "../../subject/queries";

/** Whoever answers for the record and the program office may rename, delete and put back every document beside it. */
export function mayChangeAll(ctx: OrgContext, subject: Subject): boolean {
  const { actor } = ctx;
  if (ctx.asOf) return false;
  if (actor.kind === "job") return true;
  return may(actor, "document:write") && (answersFor(ctx, subject) || actor.role === "admin" || actor.role === "pmo");
}

/** As may who put a document there, that one. */
export function mayChange(ctx: OrgContext, subject: Subject, { createdBy }: { createdBy: string | null }): boolean {
  if (mayChangeAll(ctx, subject)) return true;
  const { actor, asOf } = ctx;
  return !asOf && actor.kind === "user" && may(actor, "document:write") && actor.memberId === createdBy;
}
