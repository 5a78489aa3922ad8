import { TOTP } from "@/domain/factor/input";
import { AppError } from "@/domain/shared/error";
import { need } from "@/env";
import { attemptKey, countAttempts, forgiveAttempts } from "../../auth/attempt";
import { noteAccess } from "../../auth/note";
import { sealText, unsealText } from "../../auth/seal";
import type { RequestContext } from "../../trpc/context";
import { hashRecoveryCode } from "./recovery";
import { matchingStep } from "./totp";

export type Factor = { sealed: string; confirmed_at: Date | null; codes_left: number };

const SAID = {
  otherKey: "Your second factor was sealed under another key. Ask an administrator to reset it.",
  altered: "Your second factor cannot be opened. Ask an administrator to reset it.",
};

export const sealFactor = (userId: string, secret: Buffer): string =>
  sealText(need("SECRETS_KEY"), `factor:${userId}`, secret.toString("base64"));

export const openFactor = (userId: string, sealed: string): Buffer =>
  Buffer.from(unsealText(need("SECRETS_KEY"), `factor:${userId}`, sealed, SAID), "base64");

export async function factorOf({ db }: Pick<RequestContext, "db">, userId: string): Promise<Factor | undefined> {
  const [factor] = await db.sql<Factor[]>`select * from private.factor_of(${userId})`;
  return factor;
}

async function isRight(
  ctx: RequestContext,
  userId: string,
  factor: Factor,
  code: string,
): Promise<"code" | "recovery" | null> {
  if (code.length === TOTP.digits && /^\d+$/.test(code)) {
    const step = matchingStep(openFactor(userId, factor.sealed), code, ctx.now);
    if (step === null) return null;
    const [row] = await ctx.db.sql<{ fresh: boolean }[]>`select private.use_factor(${userId}, ${step}) as fresh`;
    return row?.fresh ? "code" : null;
  }
  const [row] = await ctx.db.sql<{ used: boolean }[]>`
    select private.use_recovery_code(${userId}, ${hashRecoveryCode(code)}) as used`;
  return row?.used ? "recovery" : null;
}

/**
 * Takes one code of a confirmed second factor, or one of its recovery codes. Each counts once, also at the same moment.
 * @throws AppError FORBIDDEN for a wrong or used code, PRECONDITION_FAILED without a factor, TOO_MANY_REQUESTS
 */
export async function takeCode(ctx: RequestContext, userId: string, code: string): Promise<void> {
  const keys = [attemptKey("factor", "account", userId)];
  await countAttempts(ctx.db, keys);
  const factor = await factorOf(ctx, userId);
  if (!factor?.confirmed_at) throw new AppError("PRECONDITION_FAILED", "You have no second factor yet.");
  const how = await isRight(ctx, userId, factor, code);
  if (!how) {
    await noteAccess(ctx, "factor.failed", { userId });
    throw new AppError("FORBIDDEN", "This code is wrong, was used before, or is too old. Wait for the next one.");
  }
  await forgiveAttempts(ctx.db, keys);
  if (how === "recovery") await noteAccess(ctx, "factor.recovered", { userId });
}
