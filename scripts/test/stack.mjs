/** The whole product on a scratch folder and a free port, as `npm start` runs it. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeFrom, readJson } from "../launch/place.mjs";
import { freePort } from "../launch/port.mjs";
import { endProcess, identify } from "../launch/process-identity.mjs";
import { urlOf } from "../launch/roles.mjs";
import { loadSecrets } from "../launch/secrets.mjs";

/** An identity provider that a story starts itself, on a port kept for it. @param {string} issuer */
const providerAt = (issuer) => ({
  ...{ id: "story", name: "Cedar sign-on", issuer, clientId: "portolan", clientSecret: "a-secret-of-the-client" },
  ...{ domains: ["example.org"], organisation: "cedar-valley", role: "viewer" },
});

const START_PATIENCE_MS = 300_000; // a first build, on a small machine

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [extra]
 */
export async function startStack(root, extra = {}) {
  const home = mkdtempSync(join(tmpdir(), "portolan-"));
  chmodSync(home, 0o711);
  const [port, samplePort, providerPort] = [await freePort(), await freePort(), await freePort()];
  const issuer = `http://localhost:${providerPort}`;
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    OIDC_PROVIDERS: JSON.stringify([providerAt(issuer)]),
    ...extra,
    PORTOLAN_HOME: home,
    PORT: String(port),
    SAMPLE_MODEL_PORT: String(samplePort),
  };
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "AUTH_URL", "NODE_ENV"]) delete env[name];
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  let output = "";
  const stop = async () => {
    await endProcess(identity, { patienceMs: 60_000 });
    rmSync(home, { recursive: true, force: true });
  };
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => stop().finally(() => process.exit(130)));
  }
  try {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), START_PATIENCE_MS);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => {
          output += text;
          if (/^Ready in/m.test(output)) resolve(clearTimeout(timer));
        });
      }
      child.once("exit", (code) => reject(new Error(`npm start ended with code ${code}:\n${output}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const place = placeFrom(env, root);
  const database = readJson(place.state)?.postgresPort;
  const secrets = loadSecrets(place.secrets);
  return {
    home,
    output: () => output,
    launcher: identity,
    env: {
      BASE_URL: `http://localhost:${port}`,
      DATABASE_URL: urlOf("portolan_app", secrets.app, database),
      DATABASE_OWNER_URL: urlOf("portolan_owner", secrets.owner, database),
      AUTH_SECRET: secrets.auth,
      SECRETS_KEY: secrets.key,
      PORTOLAN_HOME: home,
      SAMPLE_MODEL_PORT: String(samplePort),
      OIDC_ISSUER: issuer,
      FLOOR_URL: urlOf("postgres", secrets.superuser, database), // for measuring without policies
      ...(identity && { LAUNCHER_PID: String(identity.pid) }),
    },
    stop,
  };
}
