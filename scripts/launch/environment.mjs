/** The settings every process of the product gets, and the database they point to. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeJson } from "./place.mjs";
import { freePort, isFree } from "./port.mjs";
import { startCluster, stopCluster } from "./postgres.mjs";
import { prepareDatabase, urlOf } from "./roles.mjs";
import { loadSecrets } from "./secrets.mjs";
import { StepError, step } from "./step.mjs";

/** @typedef {import("./place.mjs").Place} Place */
/** @typedef {import("./postgres.mjs").Cluster} Cluster */

/** Settings kept in `.env` are read too; those already set win. @param {string} root */
export function readDotEnv(root) {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Starts PostgreSQL, or takes a running one over, unless DATABASE_URL names another.
 *
 * @param {Place} place
 * @param {import("./step.mjs").Reporter} reporter
 */
export async function openDatabase(place, reporter) {
  const { DATABASE_URL, DATABASE_OWNER_URL } = process.env;
  if (DATABASE_URL) {
    if (!DATABASE_OWNER_URL) {
      throw new StepError(
        "DATABASE_URL is set, but DATABASE_OWNER_URL is not.",
        "Set both: the app's role may not create tables, so migrations need the owner's URL. Or set neither.",
      );
    }
    reporter.done("Database", 0, "the one DATABASE_URL names");
    return {
      urls: { DATABASE_URL, DATABASE_OWNER_URL },
      cluster: undefined,
      isNew: false,
      revive: async () => undefined,
    };
  }
  const secrets = loadSecrets(place.secrets);
  const open = async () => {
    const state = readJson(place.state) ?? {};
    const options = { root: place.root, home: place.home, password: secrets.superuser, port: state.postgresPort };
    const cluster = await startCluster(options);
    if (state.postgresPort !== cluster.port) writeJson(place.state, { ...state, postgresPort: cluster.port });
    return cluster;
  };
  const cluster = await step(reporter, "PostgreSQL 18", async () => {
    const value = await open();
    const how = value.takenOver ? "already running, taken over" : value.isNew ? "new" : "started";
    return { value, note: `${how}, port ${value.port}${value.moved ? `, data in ${value.moved}` : ""}` };
  });
  let isNew = false;
  try {
    isNew = await step(reporter, "Roles and database", async () => {
      // The first start was cut short while it made the sample: nobody could use this database yet, so nothing is lost.
      const anew = readJson(place.state)?.sample === "begun";
      const prepared = await prepareDatabase(place.root, cluster.port, secrets, { anew });
      return { value: prepared.isNew, note: anew ? "made anew: the first start was cut short" : undefined };
    });
  } catch (error) {
    if (!cluster.takenOver) await stopCluster(cluster);
    throw error;
  }
  const urls = {
    DATABASE_URL: urlOf("portolan_app", secrets.app, cluster.port),
    DATABASE_OWNER_URL: urlOf("portolan_owner", secrets.owner, cluster.port),
  };
  return { urls, cluster, isNew, revive: open };
}

/**
 * @param {Place} place
 * @param {{ DATABASE_URL: string, DATABASE_OWNER_URL: string }} urls
 * @param {{ port: number, development?: boolean }} options
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function settings(place, urls, { port, development = false }) {
  const secrets = loadSecrets(place.secrets);
  const state = readJson(place.state) ?? {};
  // Connections of the sample organisation hold this port, so it stays the same once chosen.
  const samplePort = Number(
    process.env.SAMPLE_MODEL_PORT || state.sampleModelPort || ((await isFree(4100)) ? 4100 : await freePort()),
  );
  if (state.sampleModelPort !== samplePort) writeJson(place.state, { ...state, sampleModelPort: samplePort });
  return {
    AUTH_SECRET: secrets.auth,
    SECRETS_KEY: secrets.key,
    AUTH_URL: `http://localhost:${port}`,
    CONNECTOR_ALLOW: "127.0.0.1/32", // the sample model service
    ...process.env,
    ...urls,
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    SAMPLE_MODEL_PORT: String(samplePort),
    PORTOLAN_HOME: place.home,
  };
}

/**
 * Runs one command of the product's command line to its end.
 * @param {Place} place
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} what it printed
 */
export function runCommand(place, words, env, bundle = "dist/cli.mjs") {
  const child = spawn(process.execPath, ["--enable-source-maps", bundle, ...words], {
    cwd: place.root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output);
      if (/no space left on device|ENOSPC/i.test(output)) return reject(new Error("no space left on device"));
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      reject(
        new StepError(
          `portolan ${words.join(" ")} ${how}.`,
          "Its own words are below.",
          output.split("\n").slice(-25).join("\n"),
        ),
      );
    });
  });
}
