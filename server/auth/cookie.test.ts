import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { trpcHandler } from "../http/trpc";
import { sessionCookie, sessionTokenOf } from "../trpc/context";
import { authConfig } from "./config";

// Before the settings are read: this process is behind https.
vi.hoisted(() => {
  process.env.AUTH_URL = "https://portolan.example.org";
});

describe("the session's cookie", () => {
  const both = "authjs.session-token=planted; __Host-authjs.session-token=ours; __Secure-authjs.session-token=other";

  test("under https only the one bound to this host counts", () => {
    expect(sessionTokenOf(both, true)).toBe("ours");
    expect(sessionTokenOf("authjs.session-token=planted; __Secure-authjs.session-token=other", true)).toBeNull();
    expect(sessionTokenOf("__Host-authjs.session-token=ours", false)).toBeNull();
    expect(sessionTokenOf("authjs.session-token=local", false)).toBe("local");
  });

  test("Auth.js names and flags it the same", () => {
    const db = {} as Parameters<typeof authConfig>[0]; // only asked when a request comes
    for (const secure of [true, false]) {
      const { cookies } = authConfig(db, { secret: "x", secure });
      expect(cookies?.sessionToken).toEqual({
        name: sessionCookie(secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      });
    }
    expect(sessionCookie(true)).toBe("__Host-authjs.session-token");
  });

  test("is set with every flag that the prefix demands", async () => {
    const shared = { db: {}, emit: async () => undefined } as unknown as Parameters<typeof trpcHandler>[2]; // signing out needs none
    (globalThis as Record<symbol, unknown>)[Symbol.for("portolan.process")] = shared;
    const server = createServer((req, res) => void trpcHandler(req, res, shared, new URL("http://localhost")));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/trpc/access.signOut`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const [name, ...flags] = (response.headers.get("set-cookie") ?? "").split("; ");
    expect(name).toBe("__Host-authjs.session-token=");
    for (const flag of ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]) expect(flags).toContain(flag);
    expect(flags.join()).not.toContain("Domain");
    server.close();
  });

  test("what is no cookie of ours is nobody's", () => {
    for (const header of [undefined, "", ";;;", "authjs.session-token", "authjs.session-token=%E0%A4%A"])
      expect(sessionTokenOf(header, false) ?? "").toBe("");
  });
});
