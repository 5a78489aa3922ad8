import type { NextAuthConfig } from "next-auth";
import type { Database } from "@/db/client";
import { SESSION_DAYS } from "@/domain/access/input";
import { sessionCookie } from "../trpc/context";
import { authAdapter } from "./adapter";

const DAY_SECONDS = 86_400;

/**
 * Auth.js with sessions in the database. Passwords are not its business: a Credentials provider would issue tokens that
 * nobody can revoke. Identity providers (OIDC) are added to `providers`; their sessions are the same rows.
 */
export function authConfig(db: Pick<Database, "sql">, settings: { secret: string; secure: boolean }): NextAuthConfig {
  return {
    adapter: authAdapter(db),
    providers: [],
    // As long as a session lasts, so that reading one never extends it.
    session: { strategy: "database", maxAge: SESSION_DAYS * DAY_SECONDS, updateAge: SESSION_DAYS * DAY_SECONDS },
    secret: settings.secret,
    useSecureCookies: settings.secure,
    cookies: {
      sessionToken: {
        name: sessionCookie(settings.secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: settings.secure },
      },
    },
    trustHost: true,
    basePath: "/api/auth",
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      // Only what a page may show: the session's token stays in its HttpOnly cookie.
      session: ({ session, user }) => ({
        user: { id: user.id, name: user.name, email: user.email },
        expires: new Date(session.expires).toISOString() as Date & string,
      }),
    },
  };
}
