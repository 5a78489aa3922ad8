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
import type { OrgContext } from "../context";
import { log } from "../log";
import { countCall } from "../operations/telemetry/measures";
import { traced } from "../operations/telemetry/tracing";
import type { RequestContext } from "./context";
import { actorOf, admit, signedIn } from "./gate";

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

/** Every procedure of an organisation declares `.meta({ permission })`; one that does not is refused. */
export const orgProcedure = base
  .input(z.object({ org: z.string().min(1).max(63), at: asOfText.optional() }))
  .use(async ({ ctx, input, meta, type, next }) => {
    const permission = meta?.permission;
    if (!permission || permission === "public" || permission === "signed-in")
      throw new AppError("FORBIDDEN", "This procedure declares no permission");
    const admitted = await admit(ctx, input.org, permission);
    const { member } = admitted;
    const asOf = asOfInstant(input.at, member.timeZone, ctx.now);
    if (asOf && type === "mutation") {
      throw new AppError("PRECONDITION_FAILED", "A past date is shown. Go back to now to change anything.");
    }
    const org: OrgContext & { timeZone: string } = {
      orgId: mintOrgId(member.orgId),
      actor: actorOf(admitted),
      db: ctx.db,
      now: ctx.now,
      asOf,
      requestId: ctx.requestId,
      emit: ctx.emit,
      address: ctx.address,
      timeZone: member.timeZone,
    };
    return next({ ctx: { ...org, tokenHash: ctx.tokenHash } });
  });
