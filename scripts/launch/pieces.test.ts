import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accountLines } from "./accounts.mjs";
import { sourceHash } from "./build.mjs";
import { supervise } from "./children.mjs";
import { staleDependencies } from "./install.mjs";
import { isNodeNewEnough } from "./node-version.mjs";
import { placeFrom, prepareHome, readJson } from "./place.mjs";
import { demandFree, freePort, parsePort } from "./port.mjs";
import { endProcess, identify, isRunning } from "./process-identity.mjs";
import { takeOver, writeRun } from "./run-file.mjs";
import { loadSecrets } from "./secrets.mjs";
import { StepError, step, translate } from "./step.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "launch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process of its own; `code` runs in it. It is up when it has printed something. */
async function bystander(code: string) {
  const child = spawn(process.execPath, ["-e", `${code} console.log("up");`], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (!identity) throw new Error("it did not start");
  return { child, identity };
}
const forever = "setInterval(() => 0, 1000);";

const caught = async (run: () => unknown) => {
  try {
    await run();
  } catch (error) {
    if (error instanceof StepError)
      return { step: error.step, cause: error.message, cure: error.cure, detail: error.detail };
    throw error;
  }
  throw new Error("nothing was thrown");
};

test.each([
  ["20.19.0", true],
  ["20.18.9", false],
  ["18.20.4", false],
  ["22.0.0", true],
  ["24.21.0", true],
])("Node %s: new enough is %s", (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected);
});

describe("a process is known by number and start", () => {
  test("a living one is found, an ended one is not", async () => {
    const { child, identity } = await bystander(forever);
    expect(isRunning(identity)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isRunning(identity)).toBe(false);
  });

  test("another process with the same number is left alone", async () => {
    const { child, identity } = await bystander(forever);
    await endProcess({ pid: identity.pid, started: "before" }, { patienceMs: 50 });
    expect(isRunning(identity)).toBe(true);
    child.kill("SIGKILL");
  });

  test("one that ignores the request is ended all the same", async () => {
    const { child, identity } = await bystander(`process.on("SIGTERM", () => 0); ${forever}`);
    const gone = once(child, "exit");
    await endProcess(identity, { patienceMs: 200 });
    expect(await gone).toEqual([null, "SIGKILL"]);
  });
});

describe("ports", () => {
  test("a port in use is refused with cause and cure", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = address && typeof address === "object" ? address.port : 0;
    const failure = await caught(() =>
      step({ line() {}, done() {} }, "Port", async () => ({ value: await demandFree(port, "PORT") })),
    );
    server.close();
    expect(failure).toMatchObject({
      step: "Port",
      cause: `Port ${port} is in use by another program.`,
      cure: expect.stringContaining(`PORT=${port + 1} npm start`),
    });
  });

  test("a free port passes", async () => {
    await expect(demandFree(await freePort(), "PORT")).resolves.toBeUndefined();
  });

  test.each(["http", "0", "70000", "3000.5"])("PORT=%s is refused", async (text) => {
    expect(await caught(() => parsePort(text))).toMatchObject({ cause: `PORT is "${text}", which is not a port.` });
  });
});

describe("the data folder", () => {
  test("is closed to listing, and its secrets to everybody else", () => {
    const place = placeFrom({ PORTOLAN_HOME: join(folder, "home") });
    prepareHome(place);
    const first = loadSecrets(place.secrets);
    expect(statSync(place.home).mode & 0o777).toBe(0o711);
    expect(statSync(place.secrets).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.key, "base64")).toHaveLength(32);
    expect(loadSecrets(place.secrets)).toEqual(first);
  });

  test("on a full disk is refused before anything is written", async () => {
    const place = placeFrom({ PORTOLAN_HOME: folder });
    const failure = await caught(() => prepareHome(place, Number.MAX_SAFE_INTEGER));
    expect(failure.cause).toMatch(/^The disk is full: \d+ MB free at /);
    expect(failure.cure).toContain("PORTOLAN_HOME");
  });

  test("that is a file, or holds a damaged file, says so", async () => {
    writeFileSync(join(folder, "file"), "{");
    const place = placeFrom({ PORTOLAN_HOME: join(folder, "file") });
    expect((await caught(() => prepareHome(place))).cause).toContain("is a file, not a folder");
    expect((await caught(() => readJson(join(folder, "file")))).cause).toContain("is damaged");
  });

  test("a tool that runs out of space, or may not write, is translated", () => {
    expect(translate(Object.assign(new Error("write"), { code: "ENOSPC" })).message).toBe("The disk is full.");
    expect(translate(new Error("could not write: No space left on device")).message).toBe("The disk is full.");
    expect(translate(Object.assign(new Error("no"), { code: "EACCES", path: "/x" })).message).toBe(
      "This user may not write /x.",
    );
  });
});

describe("what an earlier start left", () => {
  const file = () => join(folder, "run.json");

  test("is ended when its launcher is gone", async () => {
    const left = await bystander(forever);
    const launcher = await bystander(forever);
    launcher.child.kill("SIGKILL");
    await once(launcher.child, "exit");
    writeFileSync(
      file(),
      JSON.stringify({ launcher: launcher.identity, url: "http://x", children: { web: left.identity } }),
    );
    expect(await takeOver(file())).toEqual(["web"]);
    expect(isRunning(left.identity)).toBe(false);
    expect(existsSync(file())).toBe(false);
  });

  test("is not touched when only the number is the same", async () => {
    const stranger = await bystander(forever);
    const children = { web: { ...stranger.identity, started: "long ago" } };
    writeFileSync(
      file(),
      JSON.stringify({ launcher: { pid: 4_000_000, started: "long ago" }, url: "http://x", children }),
    );
    expect(await takeOver(file())).toEqual([]);
    expect(isRunning(stranger.identity)).toBe(true);
    stranger.child.kill("SIGKILL");
  });

  test("is used, not started again, while its launcher lives", async () => {
    const launcher = await bystander(forever);
    writeFileSync(file(), JSON.stringify({ launcher: launcher.identity, url: "http://localhost:3000", children: {} }));
    const failure = await caught(() => takeOver(file()));
    launcher.child.kill("SIGKILL");
    expect(failure.cause).toBe(
      `Portolan already runs here, at http://localhost:3000 (process ${launcher.identity.pid}).`,
    );
  });

  test("is written with number and start", () => {
    writeRun(file(), "http://x", { web: identify(process.pid), worker: undefined });
    expect(readJson(file())).toEqual({
      launcher: identify(process.pid),
      url: "http://x",
      children: { web: identify(process.pid) },
    });
  });
});

describe("a watched process", () => {
  const plan = (code: string) => ({
    name: "web",
    args: ["-e", code],
    cwd: folder,
    env: process.env,
    log: join(folder, "web.log"),
    firstPauseMs: 20,
  });

  test("is started again when it dies, and that is said", async () => {
    const said: string[] = [];
    let changes = 0;
    let seenTwice: () => void = () => undefined;
    const twice = new Promise<void>((resolve) => {
      seenTwice = resolve;
    });
    const changed = () => {
      changes += 1;
      if (changes === 3) seenTwice();
    };
    const child = supervise(plan(`setTimeout(() => process.exit(7), 100)`), {
      changed,
      say: (text) => said.push(text),
    });
    child.settle();
    await twice;
    await child.stop();
    expect(said[0]).toContain("web ended with code 7; starting it again in 0.02 s");
    expect(said[1]).toContain("starting it again in 0.04 s");
    expect(child.identity()).toBeUndefined();
  });

  test("that dies while starting ends the start, with its last words", async () => {
    const child = supervise(plan(`console.error("no such role"); process.exit(1)`), { changed() {}, say() {} });
    const failure = await caught(() => child.failed);
    expect(failure).toMatchObject({ cause: "web ended with code 1 while starting.", detail: "no such role" });
  });

  test("that is started again on purpose runs once, and nothing is said", async () => {
    const said: string[] = [];
    const child = supervise(plan(forever), { changed() {}, say: (text) => said.push(text) });
    child.settle();
    const before = child.identity();
    await child.restart();
    const after = child.identity();
    await new Promise((resolve) => setTimeout(resolve, 200)); // longer than the pause after which a second one would start
    expect(child.identity()).toEqual(after);
    expect(after?.pid).not.toBe(before?.pid);
    expect(said).toEqual([]);
    await child.stop();
    expect(isRunning(after)).toBe(false);
  });

  test("may finish what it has in hand before it ends", async () => {
    const code = `process.on("SIGTERM", () => setTimeout(() => { console.log("finished"); process.exit(0) }, 200)); console.log("up"); ${forever}`;
    const child = supervise(plan(code), { changed() {}, say() {} });
    await expect.poll(() => readFileSync(join(folder, "web.log"), "utf8")).toContain("up");
    await child.stop();
    expect(readFileSync(join(folder, "web.log"), "utf8")).toContain("finished");
  });
});

describe("dependencies", () => {
  const lock = (packages: Record<string, object>) => JSON.stringify({ packages });
  const entry = { version: "1.0.0" };
  const plant = (wanted: Record<string, object>, present?: Record<string, object>) => {
    writeFileSync(join(folder, "package-lock.json"), lock(wanted));
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    if (present) writeFileSync(join(folder, "node_modules/.package-lock.json"), lock(present));
  };

  test("absent, of another version, missing: installed; the same, or another system's: not", () => {
    plant({ "": {}, "node_modules/a": entry });
    expect(staleDependencies(folder)).toBe("not installed");
    plant({ "": {}, "node_modules/a": entry }, { "node_modules/a": { version: "0.9.0" } });
    expect(staleDependencies(folder)).toBe("a is 0.9.0, not 1.0.0");
    plant({ "": {}, "node_modules/a": entry }, {});
    expect(staleDependencies(folder)).toBe("a is missing");
    plant(
      { "": {}, "node_modules/a": entry, "node_modules/b": { ...entry, optional: true } },
      { "node_modules/a": entry },
    );
    expect(staleDependencies(folder)).toBeUndefined();
  });
});

test("a build is made again when a source changes, not when a test does", () => {
  mkdirSync(join(folder, "server"));
  writeFileSync(join(folder, "server/main.ts"), "1");
  const first = sourceHash(folder);
  writeFileSync(join(folder, "server/main.test.ts"), "1");
  expect(sourceHash(folder)).toBe(first);
  writeFileSync(join(folder, "server/main.ts"), "2");
  expect(sourceHash(folder)).not.toBe(first);
});

test("the sample accounts are a table, one row per role", () => {
  expect(accountLines([])).toEqual([]);
  expect(accountLines([{ role: "auditor", name: "Ana", email: "ana@x.example", password: "pw" }])).toEqual([
    "Sample accounts",
    "  role      name   email           password",
    "  auditor   Ana    ana@x.example   pw",
  ]);
});
