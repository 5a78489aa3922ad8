import { randomBytes } from "node:crypto";
import type { NextAuthConfig } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import type { Database } from "@/db/client";
import { SESSION_DAYS } from "@/domain/access/input";
import type { Claims, IdentityProvider } from "@/domain/access/provider";
import type { Emit } from "../context";
import { log } from "../log";
import { sessionCookie } from "../trpc/context";
import { authAdapter } from "./adapter";
import { admitThrough } from "./provider/commands";

const DAY_SECONDS = 86_400;

export type AuthSettings = {
  secret: string;
  secure: boolean;
  providers?: readonly IdentityProvider[];
  /** Where the request comes from, and how its events go out. */
  caller?: { address: string; userAgent: string; emit: Emit };
};

const NOBODY = { address: "", userAgent: "", emit: async () => undefined };

function oidc({ id, name, issuer, clientId, clientSecret, scope }: IdentityProvider): OIDCConfig<Claims> {
  return {
    ...{ id, name, type: "oidc", issuer, clientId, clientSecret },
    authorization: { params: { scope } },
    checks: ["pkce", "state", "nonce"],
    idToken: false, // the code flow promises an address at the userinfo endpoint only
    profile: ({ sub, name: named, email }) => ({
      id: String(sub),
      name: typeof named === "string" ? named : null,
      email: typeof email === "string" ? email : null,
    }),
  };
}

/** The claims of an ID token that was checked before. */
function payloadOf(idToken: string): Claims {
  const [, payload = ""] = idToken.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
}

/** What the provider says at its userinfo endpoint, and what only its checked ID token says, such as groups. */
function claimsOf(profile: Claims, idToken: string | undefined): Claims {
  return idToken ? { ...payloadOf(idToken), ...profile } : profile;
}

/**
 * Auth.js with sessions in the database. Passwords are not its business: a Credentials provider would issue tokens that
 * nobody can revoke. Whoever an identity provider (OIDC) vouches for gets the same session rows.
 */
export function authConfig(db: Database, settings: AuthSettings): NextAuthConfig {
  const { secret, secure, providers = [], caller = NOBODY } = settings;
  return {
    adapter: authAdapter(db, caller),
    providers: providers.map(oidc),
    // As long as a session lasts, so that reading one never extends it.
    session: {
      ...{ strategy: "database", maxAge: SESSION_DAYS * DAY_SECONDS, updateAge: SESSION_DAYS * DAY_SECONDS },
      generateSessionToken: () => randomBytes(32).toString("base64url"),
    },
    secret,
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookie(secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    trustHost: true,
    basePath: "/api/auth",
    pages: { signIn: "/sign-in", error: "/sign-in" },
    // Kinds of errors only: their texts and causes hold what a provider sent.
    logger: {
      error: (error) => log.warn({ kind: error.name }, "a sign-in through Auth.js failed"),
      warn: (code) => log.debug({ code }, "Auth.js warns"),
      debug: () => undefined,
    },
    callbacks: {
      signIn: async ({ account, profile }) => {
        const provider = providers.find(({ id }) => id === account?.provider);
        if (!provider || !profile) return false;
        const answer = await admitThrough({ db, ...caller }, provider, claimsOf(profile, account?.id_token));
        return "userId" in answer ? true : `/sign-in?refused=${answer.refused}`;
      },
      // Only what a page may show: the session's token stays in its HttpOnly cookie.
      session: ({ session, user }) => ({
        user: { id: user.id, name: user.name, email: user.email },
        expires: new Date(session.expires).toISOString() as Date & string,
      }),
    },
  };
}
