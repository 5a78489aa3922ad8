#!/usr/bin/env node
/** The command line: `npm run portolan -- <command>`. Starts the database for as long as the command runs, if none is up. */
import { spawn } from "node:child_process";
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { build } = await import("./launch/build.mjs");
const { openDatabase, readDotEnv, settings } = await import("./launch/environment.mjs");
const { install, staleDependencies } = await import("./launch/install.mjs");
const { placeFrom, prepareHome } = await import("./launch/place.mjs");
const { parsePort } = await import("./launch/port.mjs");
const { stopCluster } = await import("./launch/postgres.mjs");
const { printFailure, silent } = await import("./launch/step.mjs");

const words = process.argv.slice(2);
const asksForHelp = words.length === 0 || words.includes("--help") || words.includes("-h") || words[0] === "help";
const isOffline = words[0] === "verify" && !words.includes("--live"); // a file is checked wherever it lies

/** @returns {Promise<number>} exit code of the command */
async function run() {
  readDotEnv(placeFrom(process.env).root);
  const place = placeFrom(process.env);
  prepareHome(place);
  if (staleDependencies(place.root)) await install(place.root, `${place.logs}/install.log`);
  await build(place.root, place.logs, { pages: false });
  const database = asksForHelp || isOffline ? undefined : await openDatabase(place, silent);
  const none = { DATABASE_URL: "", DATABASE_OWNER_URL: "" };
  const env = await settings(place, database?.urls ?? none, { port: parsePort(process.env.PORT) });
  try {
    const child = spawn(process.execPath, ["--enable-source-maps", `${place.root}/dist/cli.mjs`, ...words], {
      env,
      stdio: "inherit",
    });
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    if (database?.cluster && !database.cluster.takenOver) await stopCluster(database.cluster);
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
