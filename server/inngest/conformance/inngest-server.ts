import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The program of a real Inngest server: INNGEST_BIN, else `inngest` on the PATH. */
export function findInngest(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const onPath = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "inngest"));
  return [env.INNGEST_BIN, ...onPath].find((file) => {
    if (!file) return false;
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Starts a real server for the app and waits until it answers. */
export async function startInngest(program: string, port: number, appUrl: string): Promise<{ stop(): Promise<void> }> {
  const flags = [
    "--host",
    "127.0.0.1",
    "--no-discovery",
    "--no-poll",
    "--retry-interval",
    "1",
    "--tick",
    "10",
    "--port",
    String(port),
    "-u",
    appUrl,
  ];
  const child = spawn(program, ["dev", ...flags], {
    stdio: "ignore",
    env: { NODE_ENV: "test", PATH: "/usr/bin:/bin", DO_NOT_TRACK: "1", HOME: "/nonexistent" },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (tries > 100 || child.exitCode !== null) throw new Error(`${program} did not start`);
    await delay(100);
  }
  const registered = await fetch(appUrl, { method: "PUT" });
  if (!registered.ok) throw new Error(`${program} took no functions: ${registered.status} ${await registered.text()}`);
  return {
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
