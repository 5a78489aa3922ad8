import { SpanStatusCode } from "@opentelemetry/api";
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError, z } from "zod";
import { refusalOf } from "@/db/refused";
import { awayFrom } from "@/db/unreachable";
import type { Permission } from "@/domain/access/permission";
import { asOfInstant, asOfText } from "@/domain/shared/as-of";
import { AppError } from "@/domain/shared/error";
import { mintOrgId } from "@/domain/shared/id";
import { WIRE } from "@/domain/shared/wire";
import type { OrgContext, Presumed } from "../context";
import { log } from "../log";
import { countCall } from "../operations/telemetry/measures";
import { traced } from "../operations/telemetry/tracing";
import type { RequestContext } from "./context";
import { type Admitted, actorOf, admit, presume, signedIn } from "./gate";

/** `public`: reachable without a session (sign-in, accepting an invitation). `signed-in`: needs a person, no organisation. */
export type Access = Permission | "public" | "signed-in";
type Meta = { permission: Access };

const t = initTRPC
  .context<RequestContext>()
  .meta<Meta>()
  .create({
    transformer: WIRE,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: error.cause instanceof ZodError ? problemsOf(error.cause) : shape.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        fields: fieldsOf(error.cause),
      },
    }),
  });

function problemsOf(error: ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}

/** Field → message, so that a form can put each beside its field. */
function fieldsOf(cause: unknown): Record<string, string> | null {
  if (!(cause instanceof ZodError)) return null;
  return Object.fromEntries(cause.issues.map((issue) => [issue.path.join("."), issue.message]));
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const AWAY = {
  "not reached": "The database cannot be reached just now. Nothing was lost; try again in a moment.",
  broken: "The database went away while this was saved. Look again when it is back, before you repeat it.",
} as const;

function codeOf(error: TRPCError): string {
  if (error.cause instanceof AppError) return error.cause.code;
  return refusalOf(error)?.code ?? error.code;
}

const observed = t.middleware(async ({ ctx, next, path, type }) => {
  const started = performance.now();
  const result = await traced(`${type} ${path}`, {}, async (span) => {
    const given = await next();
    if (!given.ok) span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(given.error) });
    return given;
  });
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  const entry = { requestId: ctx.requestId, path, type, durationMs };
  countCall(path, result.ok ? "ok" : codeOf(result.error), durationMs);
  if (result.ok) {
    log.debug(entry, "call");
    return result;
  }
  const { error } = result;
  if (error.cause instanceof AppError) {
    log.info({ ...entry, code: error.cause.code }, "refused");
    throw new TRPCError({ code: error.cause.code, message: error.cause.message, cause: error.cause });
  }
  if (error.code !== "INTERNAL_SERVER_ERROR") {
    log.info({ ...entry, code: error.code }, "refused");
    return result;
  }
  const refused = refusalOf(error);
  if (refused) {
    log.info({ ...entry, code: refused.code }, "refused by the database");
    throw new TRPCError(refused);
  }
  log.error({ ...entry, err: error.cause ?? error }, "failed");
  const away = awayFrom(error);
  if (away)
    throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: AWAY[type === "query" ? "not reached" : away] });
  // The cause is not passed on: a SQL error would name our tables.
  throw new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `Something failed on our side. Quote request ${ctx.requestId}.`,
  });
});

const base = t.procedure.use(observed);

export const publicProcedure = base.use(({ meta, next }) => {
  if (meta?.permission !== "public") throw new AppError("FORBIDDEN", "This procedure declares no permission");
  return next();
});

export const personProcedure = base.use(async ({ ctx, meta, next }) => {
  if (meta?.permission !== "signed-in") throw new AppError("FORBIDDEN", "This procedure declares no permission");
  const person = await signedIn(ctx);
  return next({ ctx: { person } });
});

const inOrganisation = base.input(z.object({ org: z.string().min(1).max(63), at: asOfText.optional() }));

function permissionOf(meta: Meta | undefined): Permission {
  const permission = meta?.permission;
  if (!permission || permission === "public" || permission === "signed-in")
    throw new AppError("FORBIDDEN", "This procedure declares no permission");
  return permission;
}

/** What a procedure of an organisation receives. */
function orgContextOf(ctx: RequestContext, admitted: Admitted, at: string | undefined, presumed?: Presumed) {
  const { member } = admitted;
  const org: OrgContext & { timeZone: string } = {
    orgId: mintOrgId(member.orgId),
    actor: actorOf(admitted),
    db: ctx.db,
    now: ctx.now,
    asOf: asOfInstant(at, member.timeZone, ctx.now),
    requestId: ctx.requestId,
    emit: ctx.emit,
    address: ctx.address,
    timeZone: member.timeZone,
    ...(presumed && { presumed }),
  };
  return { ...org, tokenHash: ctx.tokenHash };
}

/** Every procedure of an organisation declares `.meta({ permission })`; one that does not is refused. */
export const orgProcedure = inOrganisation.use(async ({ ctx, input, meta, type, next }) => {
  const org = orgContextOf(ctx, await admit(ctx, input.org, permissionOf(meta)), input.at);
  if (org.asOf && type === "mutation") {
    throw new AppError("PRECONDITION_FAILED", "A past date is shown. Go back to now to change anything.");
  }
  return next({ ctx: org });
});

/**
 * For a query that does nothing but `read`: who asks is confirmed in the message that reads, before anything is read, where their
 * session is known. An answer nobody confirmed is thrown away, and the gate is asked first.
 */
export const readProcedure = inOrganisation.use(async ({ ctx, input, meta, type, next }) => {
  if (type !== "query") throw new AppError("FORBIDDEN", "This procedure changes something");
  const permission = permissionOf(meta);
  const found = presume(ctx, input.org, permission);
  if (found) {
    const given = await next({ ctx: orgContextOf(ctx, found.admitted, input.at, found.presumed) });
    if (found.presumed.isConfirmed) return given;
  }
  return next({ ctx: orgContextOf(ctx, await admit(ctx, input.org, permission), input.at) });
});
