import { spawn } from "node:child_process";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { expect } from "./fixture";

/** A way to the database that can be cut as a network is: open connections break, new ones are refused. */
export async function cuttable(url: URL) {
  const open = new Set<Socket>();
  let server: Server;
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server = createServer((near) => {
        const far = dial(Number(url.port), url.hostname);
        for (const [socket, other] of [
          [near, far],
          [far, near],
        ] as const) {
          open.add(socket);
          socket.on("error", () => other.destroy());
          socket.on("close", () => open.delete(socket));
          socket.pipe(other);
        }
      });
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  const port = await listen(0);
  return {
    port,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
    mend: () => listen(port),
  };
}

/** One more web process of the same build, whose way to the database this story holds. */
export async function startWeb(databaseUrl: string) {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const base = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/main.mjs"], {
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: "fatal" },
    stdio: "ignore",
  });
  await expect
    .poll(() => fetch(`${base}/api/health`).catch(() => null), { timeout: 20_000 })
    .toMatchObject({ ok: true });
  return { base, stop: () => new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGTERM")) };
}
