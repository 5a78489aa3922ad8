/** `npm start` after Node's version was checked: from an empty folder to a page that answers. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { sampleLines } from "./accounts.mjs";
import { build } from "./build.mjs";
import { supervise } from "./children.mjs";
import { openDatabase, readDotEnv, runCommand, settings } from "./environment.mjs";
import { install, staleDependencies } from "./install.mjs";
import { placeFrom, prepareHome, readJson, writeJson } from "./place.mjs";
import { demandFree, parsePort } from "./port.mjs";
import { stopCluster } from "./postgres.mjs";
import { isRunning } from "./process-identity.mjs";
import { waitReady } from "./ready.mjs";
import { takeOver, writeRun } from "./run-file.mjs";
import { duration, StepError, step, terminal } from "./step.mjs";
import { watchBundles } from "./watch.mjs";

const READY_PATIENCE_MS = 90_000;
const DATABASE_WATCH_MS = 2_000;

/** @typedef {ReturnType<typeof supervise>} Child */

/** @param {{ development: boolean, inheritLogs: boolean }} options */
export async function start({ development, inheritLogs }) {
  const from = performance.now();
  const say = terminal.line;
  readDotEnv(placeFrom(process.env).root);
  const place = placeFrom(process.env);
  /** Undone in reverse order. @type {(() => Promise<unknown>)[]} */
  const undo = [];
  const stop = once(async () => {
    const began = performance.now();
    for (const last of undo.reverse()) await last();
    return performance.now() - began;
  });
  let isAsked = false;
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, async () => {
      if (isAsked) return;
      isAsked = true;
      say("\nStopping: requests and steps in hand finish first.");
      say(`Stopped in ${duration(await stop())}.`);
      process.exit(0);
    });
  }
  // A terminal that was closed must not end the launcher before it has stopped the others.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    say("Portolan");
    await step(terminal, "Data folder", async () => {
      prepareHome(place);
      const ended = await takeOver(place.run);
      return {
        value: undefined,
        note: ended.length ? `${place.home}; ended ${ended.join(", ")} left by an earlier start` : place.home,
      };
    });
    const port = parsePort(process.env.PORT);
    await step(terminal, "Port", async () => ({ value: await demandFree(port, "PORT"), note: String(port) }));
    await step(terminal, "Dependencies", async () => {
      const why = staleDependencies(place.root);
      if (why) await install(place.root, join(place.logs, "install.log"));
      return { value: undefined, note: why ? `installed (${why})` : "up to date" };
    });
    const bundles = await step(terminal, "Build", async () => {
      if (development) return { value: await watchBundles(place.root), note: "watching" };
      const built = await build(place.root, place.logs);
      return { value: undefined, note: built ? "made" : "up to date" };
    });
    if (bundles) undo.push(bundles.stop);
    const database = await openDatabase(place, terminal);
    let { cluster } = database;
    undo.push(async () => cluster && stopCluster(cluster));
    const folder = development ? "dist/dev" : "dist";
    const env = await settings(place, database.urls, { port, development });
    await step(terminal, "Migrations", async () => ({
      value: await runCommand(place, ["migrate"], env, `${folder}/cli.mjs`),
    }));
    await seedOnce(place, env, `${folder}/cli.mjs`, database.isNew);

    const url = env.AUTH_URL ?? `http://localhost:${port}`;
    /** @type {Child[]} */
    const children = [];
    let isStopping = false;
    const watcher = {
      say,
      changed: () => {
        if (!isStopping)
          writeRun(place.run, url, Object.fromEntries(children.map((child) => [child.name, child.identity()])));
      },
    };
    undo.push(async () => {
      isStopping = true;
      await Promise.all(children.map((child) => child.stop()));
      await takeOver(place.run);
    });
    const accounts = sampleLines(place, env, `${folder}/cli.mjs`); // looked up while the others start
    await step(terminal, "Web, worker, sample model", async () => {
      for (const [name, bundle] of [
        ["sample model", "sample-model"],
        ["worker", "worker"],
        ["web", "main"],
      ]) {
        const file = `${folder}/${bundle}.mjs`;
        if (!existsSync(join(place.root, file)))
          throw new StepError(`${file} is missing.`, "Delete dist/ and start again.");
        const log = join(place.logs, `${bundle}.log`);
        const args = ["--enable-source-maps", file];
        children.push(supervise({ name: name ?? "", args, cwd: place.root, env, log, inherit: inheritLogs }, watcher));
        watcher.changed();
      }
      const ready = waitReady(`http://127.0.0.1:${port}/api/ready`, READY_PATIENCE_MS);
      await Promise.race([ready, ...children.map((child) => child.failed)]);
      for (const child of children) child.settle();
      return { value: undefined, note: "ready" };
    });
    bundles?.onRebuilt(() => Promise.all(children.map((child) => child.restart())));
    const watch = setInterval(async () => {
      if (!cluster || isStopping || isRunning(cluster.identity)) return;
      say("PostgreSQL ended; starting it again.");
      try {
        cluster = await database.revive();
      } catch (error) {
        say(`PostgreSQL could not be started: ${error instanceof Error ? error.message : error}`);
      }
    }, DATABASE_WATCH_MS);
    undo.push(async () => clearInterval(watch));

    say();
    say(`Ready in ${duration(performance.now() - from)}:  ${url}`);
    say();
    const lines = await accounts;
    for (const line of lines) say(line);
    if (lines.length) say();
    say(`Logs: ${place.logs}     Stop: Ctrl-C`);
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The sample organisation, once: a person who removed it does not want it back at the next start.
 * @param {import("./place.mjs").Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {string} bundle
 * @param {boolean} isNew whether the database was made by this very start: only then may the next one make it anew
 */
async function seedOnce(place, env, bundle, isNew) {
  if (readJson(place.state)?.sample === "made" || process.env.PORTOLAN_SAMPLE === "off") return;
  /** @param {"begun" | "made"} sample */
  const remember = (sample) => writeJson(place.state, { ...readJson(place.state), sample });
  await step(terminal, "Sample organisation", async () => {
    if (isNew) remember("begun");
    const note = await runCommand(place, ["seed", "sample"], env, bundle).then(
      () => "made",
      (error) => {
        if (/exists already/.test(error.detail ?? "")) return "there already";
        throw error;
      },
    );
    remember("made");
    return { value: undefined, note };
  });
}

/** @template T @param {() => Promise<T>} run @returns {() => Promise<T>} the same run, however often it is asked for */
function once(run) {
  /** @type {Promise<T> | undefined} */
  let running;
  return () => {
    running ??= run();
    return running;
  };
}
