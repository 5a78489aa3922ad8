import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { API_TOKEN_PREFIX } from "@/domain/api-token/input";
import type { Process } from "../process";
import { createListener } from "./listener";
import { Pace } from "./pace";
import { json } from "./route";

async function listening(pace: Pace): Promise<string> {
  const ok = (_req: unknown, res: Parameters<typeof json>[0]) => json(res, 200, {});
  const routes = { "/api/trpc": ok, "/api/export": ok, "/api/health": ok };
  const page = async (_req: unknown, res: Parameters<typeof json>[0]) => void res.end("page");
  const server = createListener({ routes, page, shared: {} as Process, isSecure: false, pace });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const cookie = (token: string) => ({ cookie: `authjs.session-token=${token}` });

describe("how fast one session may call", () => {
  test("reads and writes apart, each session by itself, 429 with Retry-After, and again when time has passed", async () => {
    let now = 0;
    const base = await listening(new Pace({ reads: 6, writes: 2 }, () => now));
    const ask = (path: string, headers: Record<string, string>, method = "GET") =>
      fetch(`${base}${path}`, { method, headers });
    for (let n = 0; n < 6; n += 1) expect((await ask("/api/trpc/a.b", cookie("one"))).status).toBe(200);
    const refused = await ask("/api/trpc/a.b", cookie("one"));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining("Too many calls"), data: { code: "TOO_MANY_REQUESTS" } },
    });
    expect(await (await ask("/api/export", cookie("one"))).json()).toEqual({
      error: expect.stringContaining("Too many calls"),
    });
    expect((await ask("/api/trpc/a.b", cookie("two"))).status).toBe(200);
    expect((await ask("/api/trpc/a.b", cookie("one"), "POST")).status).toBe(200);
    expect((await ask("/api/trpc/a.b", cookie("one"), "POST")).status).toBe(200);
    expect((await ask("/api/trpc/a.b", cookie("one"), "POST")).status).toBe(429);
    for (const path of ["/api/health", "/somewhere"]) expect((await ask(path, cookie("one"))).status).toBe(200);
    for (let n = 0; n < 10; n += 1) expect((await ask("/api/trpc/a.b", {})).status).toBe(200); // nobody is signed in
    now += 10_000;
    expect((await ask("/api/trpc/a.b", cookie("one"))).status).toBe(200);
    expect((await ask("/api/trpc/a.b", cookie("one"))).status).toBe(429);
  });

  test("a batch counts as many calls as it makes; an access token is counted like a session", async () => {
    const base = await listening(new Pace({ reads: 6, writes: 2 }, () => 0));
    const headers = { authorization: `Bearer ${API_TOKEN_PREFIX}${"x".repeat(40)}` };
    expect((await fetch(`${base}/api/trpc/a.b,c.d,e.f,g.h,i.j?batch=1`, { headers })).status).toBe(200);
    expect((await fetch(`${base}/api/trpc/a.b%2Cc.d?batch=1`, { headers })).status).toBe(429);
    expect((await fetch(`${base}/api/trpc/a.b`, { headers })).status).toBe(200);
  });

  test("0 is no limit; whoever was not seen for longest is forgotten, and starts with a full bucket", () => {
    const off = new Pace({ reads: 0, writes: 0 });
    for (let n = 0; n < 5000; n += 1) expect(off.take("one", "reads")).toBe(0);
    const pace = new Pace({ reads: 1, writes: 1 }, () => 0);
    expect(pace.take("first", "reads")).toBe(0);
    expect(pace.take("first", "reads")).toBeGreaterThan(0);
    for (let n = 0; n < 10_000; n += 1) pace.take(`session-${n}`, "reads");
    expect(pace.take("first", "reads")).toBe(0);
  });
});
