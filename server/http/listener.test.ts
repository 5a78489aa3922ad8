import { once } from "node:events";
import { type AddressInfo, connect as dial, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { AppError } from "@/domain/shared/error";
import type { Process } from "../process";
import { createListener, PATIENCE, type Site } from "./listener";
import { json } from "./route";

const none = {} as Process; // no handler here reaches for it

async function listen(site: Partial<Site> = {}, patience = PATIENCE) {
  const routes: Site["routes"] = {
    "/api/echo": (_req, res, _shared, url) => json(res, 200, { path: url.pathname }),
    "/api/late": async (_req, res) => {
      await delay(300);
      json(res, 200, {});
    },
    "/api/refused": () => {
      throw new AppError("PAYLOAD_TOO_LARGE", "Too large.");
    },
    "/api/broken": () => {
      throw new Error('relation "secret_table" does not exist');
    },
    "/api/away": () => {
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    },
  };
  const page: Site["page"] = async (_req, res) => void res.end("page");
  const server = createListener({ routes, page, shared: none, isSecure: false, ...site }, patience);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, base: `http://127.0.0.1:${port}` };
}

/** Writes raw bytes and reads until the other side closes. */
async function raw(port: number, head: string): Promise<string> {
  const socket = dial(port, "127.0.0.1");
  socket.on("error", () => undefined);
  let answer = "";
  socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
  socket.write(head);
  await once(socket, "close");
  return answer;
}

describe("the web process's server", () => {
  test("answers its own routes with headers of their own and every other path as a page", async () => {
    const { base } = await listen();
    const echo = await fetch(`${base}/api/echo`);
    expect(await echo.json()).toEqual({ path: "/api/echo" });
    expect(Object.fromEntries(echo.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
    });
    expect(echo.headers.has("strict-transport-security")).toBe(false);
    for (const path of ["/cedar-valley", "/api/nothing", "/api", "/api/constructor", "/api/__proto__"])
      expect(await (await fetch(base + path)).text()).toBe("page");
    const secure = await listen({ isSecure: true });
    expect((await fetch(`${secure.base}/`)).headers.get("strict-transport-security")).toContain("max-age=31536000");
  });

  test("says what was refused, and of what is broken only that it is", async () => {
    const { base } = await listen();
    const of = async (path: string) => {
      const answer = await fetch(base + path);
      return [answer.status, await answer.text()];
    };
    expect(await of("/api/refused")).toEqual([413, '{"error":"Too large."}']);
    expect(await of("/api/broken")).toEqual([500, '{"error":"Something failed on our side."}']);
    const [status, text] = await of("/api/away");
    expect(status).toBe(503);
    expect(text).toContain("cannot be reached");
  });

  test("lives through addresses that are none", async () => {
    const { base, port } = await listen();
    for (const target of ["//", "///", "//[", "/%", "/\\", "*", "http://[", "/api/%zz", "//evil.example/x"]) {
      const answer = await raw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer, target).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    }
    expect((await fetch(`${base}/%`)).status).toBe(400);
    expect((await fetch(`${base}/api/echo`)).status).toBe(200);
  });
});

describe("a client that takes its time", () => {
  const quick = { ...PATIENCE, headersMs: 300, requestMs: 600, checkEveryMs: 50 };

  test("is let go when it dribbles its headers or its body, and others are served meanwhile", async () => {
    const { base, port } = await listen({}, quick);
    const dribble = async (lines: AsyncIterable<string>) => {
      const socket: Socket = dial(port, "127.0.0.1");
      socket.on("error", () => undefined);
      let answer = "";
      socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
      const closed = once(socket, "close");
      for await (const line of lines) {
        if (socket.destroyed) break;
        socket.write(line);
      }
      await closed;
      return answer;
    };
    async function* headers() {
      yield "GET /api/echo HTTP/1.1\r\n";
      for (let n = 0; n < 100; n += 1) {
        await delay(40);
        yield `X-${n}: y\r\n`;
      }
    }
    async function* body() {
      yield "POST /api/late HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
      for (let n = 0; n < 100; n += 1) {
        await delay(40);
        yield "a";
      }
    }
    const started = performance.now();
    const slow = [...Array.from({ length: 20 }, () => dribble(headers())), dribble(body())];
    const served = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${base}/api/echo`).then(({ status }) => status)),
    );
    expect(new Set(served)).toEqual(new Set([200]));
    const answers = await Promise.all(slow);
    expect(performance.now() - started).toBeLessThan(3000);
    for (const answer of answers.slice(0, 20)) expect(answer).toContain("408 Request Timeout");
  });

  test("does not keep a stopping server waiting, and may be slow in reading", async () => {
    const { base, server } = await listen({ page: async (_req, res) => void res.end(Buffer.alloc(4_000_000)) }, quick);
    const answer = await fetch(base);
    await delay(900); // longer than a request may take to come in
    expect((await answer.arrayBuffer()).byteLength).toBe(4_000_000);
    expect(server.requestTimeout).toBe(600);
  });

  test("has limits that end a connection soon", () => {
    expect(PATIENCE.headersMs).toBeLessThanOrEqual(30_000);
    expect(PATIENCE.requestMs).toBeLessThanOrEqual(300_000);
    expect(PATIENCE.checkEveryMs).toBeLessThan(PATIENCE.headersMs);
  });
});
