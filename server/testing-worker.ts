import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** What `look` finds, asked again until it finds something. */
export async function until<T>(look: () => Promise<T | undefined | false>, ms: number): Promise<T> {
  for (const end = Date.now() + ms; ; await delay(150)) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms`);
  }
}

/**
 * The worker and the sample models as processes of their own, for one test; they end with it.
 *
 * @returns where the sample models answer
 */
export async function startWorker(databaseUrl: string): Promise<string> {
  const port = await freePort();
  const env = {
    ...{ DATABASE_URL: databaseUrl, SAMPLE_MODEL_PORT: String(port) },
    ...{ SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"), CONNECTOR_ALLOW: "127.0.0.1/32" },
    ...{ LOG_LEVEL: "error", NODE_ENV: "production" as const },
  };
  for (const file of ["server/worker.ts", "server/sample-model/main.ts"]) {
    const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", file], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    onTestFinished(async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    });
  }
  const base = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${base}/health`).then(({ ok }) => ok), 60_000);
  return base;
}
