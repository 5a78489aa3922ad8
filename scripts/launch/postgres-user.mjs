/**
 * PostgreSQL refuses to run as root. As root it runs as another user, who must be able to reach both the program and the
 * data; where the project lies in a closed folder such as /root, both move to a place of their own.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { StepError } from "./step.mjs";

/** @typedef {{ uid?: number, gid?: number, name: string }} RunAs no uid: as we are */

/** @param {(entry: { name: string, uid: number, gid: number }) => boolean} matches */
function findAccount(matches) {
  const entries = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  return entries
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .find((entry) => entry.name !== "" && matches(entry));
}

/**
 * Whose processes PostgreSQL's are to be.
 * @param {string} data its data directory, existing or not
 * @returns {RunAs}
 */
export function chooseUser(data) {
  const me = process.getuid?.();
  const owner = existsSync(data) ? statSync(data).uid : undefined;
  if (me !== 0) {
    if (owner === undefined || me === undefined || owner === me) return { name: "this user" };
    const name = findAccount(({ uid }) => uid === owner)?.name ?? `user ${owner}`;
    throw new StepError(
      `The data directory ${data} belongs to ${name}, and PostgreSQL only runs as the owner of its data.`,
      `Start as ${name}, or as root, or set PORTOLAN_HOME to a folder of your own.`,
    );
  }
  if (owner !== undefined && owner !== 0) {
    const account = findAccount(({ uid }) => uid === owner);
    if (account) return account;
    throw new StepError(
      `The data directory ${data} belongs to user ${owner}, who does not exist on this machine.`,
      `Give it to a user of this machine: chown -R postgres ${data}`,
    );
  }
  return findAccount(({ name }) => name === "postgres") ?? createUser();
}

/** @returns {RunAs} */
function createUser() {
  for (const [command, ...words] of [
    ["useradd", "--system", "--user-group", "--no-create-home", "postgres"],
    ["adduser", "-S", "-D", "-H", "postgres"], // Alpine
  ]) {
    try {
      execFileSync(command ?? "", words, { stdio: "ignore" });
    } catch {
      continue;
    }
    const account = findAccount(({ name }) => name === "postgres");
    if (account) return account;
  }
  const nobody = findAccount(({ name }) => name === "nobody");
  if (nobody) return nobody;
  throw new StepError(
    "PostgreSQL does not run as root, and no other user could be made.",
    "Start as an ordinary user, or add one first: useradd --system postgres",
  );
}

/** @param {RunAs} user @param {string} path can this user enter or run it? */
export function canReach(user, path) {
  if (user.uid === undefined) return true;
  const test = spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
    stdio: "ignore",
  });
  return test.status === 0;
}

/**
 * @param {RunAs} user
 * @param {string} home the folder of the project's data
 * @param {string} native folder of the PostgreSQL binaries
 * @returns {{ data: string, native: string, moved: string | undefined }} where this user can use them
 */
export function reachable(user, home, native) {
  if (canReach(user, home) && canReach(user, join(native, "bin", "postgres"))) {
    return { data: join(home, "postgres"), native, moved: undefined };
  }
  const place = join("/var/lib/portolan", createHash("sha256").update(home).digest("hex").slice(0, 12));
  const copy = join(place, "native");
  mkdirSync(place, { recursive: true });
  for (const folder of ["/var/lib/portolan", place]) chmodSync(folder, 0o755);
  const source = statSync(join(native, "bin", "postgres"));
  const target = existsSync(join(copy, "bin", "postgres")) ? statSync(join(copy, "bin", "postgres")) : undefined;
  if (target?.size !== source.size || target.mtimeMs < source.mtimeMs) {
    cpSync(native, copy, { recursive: true, force: true, verbatimSymlinks: true });
  }
  return { data: join(place, "postgres"), native: copy, moved: place };
}

/** @param {RunAs} user @param {string} folder made if absent, given to this user, closed to others */
export function giveFolder(user, folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
}
