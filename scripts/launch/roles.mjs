/** The two roles of the product: one owns the tables, the other may only use them. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { StepError } from "./step.mjs";

/** @param {string} user @param {string} password @param {number} port */
export function urlOf(user, password, port, database = "portolan") {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * @param {string} root where node_modules is: the driver is loaded only now, for it may just have been installed
 * @param {string} url
 * @param {number} [max]
 */
export async function connect(root, url, max = 1) {
  const entry = createRequire(join(root, "package.json")).resolve("postgres");
  const { default: postgres } = await import(pathToFileURL(entry).href);
  return postgres(url, { max, onnotice: () => undefined, connect_timeout: 10 });
}

/**
 * Makes roles and database where they are missing, and sets the passwords this installation knows.
 * @param {string} root
 * @param {number} port
 * @param {import("./secrets.mjs").Secrets} secrets
 * @param {{ anew?: boolean }} [how] anew: what is there is thrown away first
 */
export async function prepareDatabase(root, port, secrets, { anew = false } = {}) {
  const sql = await connect(root, urlOf("postgres", secrets.superuser, port, "postgres"));
  try {
    const roles = [
      ["portolan_owner", secrets.owner, "login createdb nosuperuser nocreaterole nobypassrls"],
      ["portolan_app", secrets.app, "login nocreatedb nosuperuser nocreaterole nobypassrls"],
    ];
    for (const [name, password, rights] of roles) {
      const [known] = await sql`select 1 from pg_roles where rolname = ${name}`;
      // Passwords are base64url: nothing in them needs quoting.
      await sql.unsafe(`${known ? "alter" : "create"} role ${name} ${rights} password '${password}'`);
    }
    if (anew) await sql.unsafe("drop database if exists portolan with (force)");
    const [database] = await sql`select 1 from pg_database where datname = 'portolan'`;
    if (!database) {
      await sql.unsafe("create database portolan owner portolan_owner");
      await sql.unsafe("revoke all on database portolan from public");
      await sql.unsafe("grant connect on database portolan to portolan_app");
    }
    return { isNew: !database };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "28P01" || code === "28000") {
      throw new StepError(
        "This PostgreSQL does not accept the password in secrets.json: the data directory is not of this installation.",
        "Restore the secrets.json that was made with it, or move the data directory away to begin anew.",
      );
    }
    throw error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
