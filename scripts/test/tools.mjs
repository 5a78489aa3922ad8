/** Programs from outside npm that some tests need: found, else installed, else their absence is said. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runProgram } from "./program.mjs";

const MLFLOW = "mlflow==3.17.2";
const MOTO = "moto[server]==5.2.5";
const PLAYWRIGHT_PATIENCE_MS = 180_000;

/** @typedef {{ path: string, note?: string, reason?: undefined } | { path?: undefined, reason: string }} Found */

/** @param {string} name @returns {string | undefined} */
export function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** @param {string[]} packages of Debian @returns {Promise<string | undefined>} why it did not work */
async function aptInstall(packages) {
  if (!onPath("apt-get")) return "there is no apt-get";
  if (process.getuid?.() !== 0) return "installing needs root";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const words = ["install", "-y", "--no-install-recommends", ...packages];
  if ((await runProgram("apt-get", words, { env })).code === 0) return undefined;
  await runProgram("apt-get", ["update"], { env });
  const { code, output } = await runProgram("apt-get", words, { env });
  return code === 0 ? undefined : (output.trim().split("\n").at(-1) ?? "apt-get failed");
}

/** @param {string} root @returns {Promise<Found>} */
export async function findChromium(root) {
  const given = process.env.CHROME_PATH;
  if (given) return existsSync(given) ? { path: given } : { reason: `CHROME_PATH is ${given}, which does not exist` };
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const installed = names.map(onPath).find(Boolean) ?? (existsSync(mac) ? mac : undefined);
  if (installed) return { path: installed };
  const { chromium } = await import(pathToFileURL(join(root, "node_modules/playwright-core/index.mjs")).href);
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath() };
  const playwright = [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"];
  await runProgram(process.execPath, playwright, { timeoutMs: PLAYWRIGHT_PATIENCE_MS });
  if (existsSync(chromium.executablePath()) && starts(chromium.executablePath())) {
    return { path: chromium.executablePath(), note: "installed by Playwright" };
  }
  const problem = await aptInstall(["chromium"]);
  const debian = onPath("chromium");
  if (debian) return { path: debian, note: "installed by apt-get" };
  return { reason: `no Chromium: none is installed, Playwright could not download its own, and ${problem}` };
}

/** @param {string} browser Playwright's own lacks the system's libraries on a bare machine */
function starts(browser) {
  return spawnSync(browser, ["--version"], { stdio: "ignore" }).status === 0;
}

/** pdftotext and pdftoppm, with which PDFs are read. @returns {Promise<Found>} */
export async function findPoppler() {
  const present = onPath("pdftotext");
  if (present) return { path: present };
  const problem = await aptInstall(["poppler-utils"]);
  const installed = onPath("pdftotext");
  return installed ? { path: installed, note: "installed by apt-get" } : { reason: `no pdftotext: ${problem}` };
}

/**
 * A server that is one program: the one named, else the one installed, else Debian's package.
 * @param {{ name: string, program: string, setting: string }} which @returns {Promise<Found>}
 */
async function findServer({ name, program, setting }) {
  const given = process.env[setting];
  if (given) return existsSync(given) ? { path: given } : { reason: `${setting} is ${given}, which does not exist` };
  const present = onPath(program);
  if (present) return { path: present };
  const problem = await aptInstall([program]);
  const installed = onPath(program);
  return installed
    ? { path: installed, note: "installed by apt-get" }
    : { reason: `no ${name} server on PATH or in ${setting}: ${problem}` };
}

/** A real Prometheus server, with its promtool beside it. */
export const findPrometheus = () =>
  findServer({ name: "Prometheus", program: "prometheus", setting: "PROMETHEUS_BIN" });

export const findVictoriaMetrics = () =>
  findServer({ name: "VictoriaMetrics", program: "victoria-metrics", setting: "VICTORIAMETRICS_BIN" });

/** A real MLflow server. @param {string} root @returns {Promise<Found>} */
export const findMlflow = (root) =>
  findPython(root, { name: "MLflow", given: process.env.MLFLOW_BIN, folder: "mlflow", binary: "mlflow", spec: MLFLOW });

/** A server that speaks S3, for documents in a bucket. @param {string} root @returns {Promise<Found>} */
export const findMoto = (root) =>
  findPython(root, {
    name: "S3 server",
    given: process.env.MOTO_BIN,
    folder: "moto",
    binary: "moto_server",
    spec: MOTO,
  });

/**
 * A program of a Python package, in a virtual environment that is kept between runs.
 * @param {string} root
 * @param {{ name: string, given: string | undefined, folder: string, binary: string, spec: string }} wanted
 * @returns {Promise<Found>}
 */
async function findPython(root, { name, given, folder: inside, binary: program, spec }) {
  if (given) return { path: given };
  const folder = join(root, ".cache", inside);
  const binary = join(folder, "bin", program);
  const stamp = join(folder, ".installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === spec && existsSync(binary)) return { path: binary };
  const python = onPath("python3");
  if (!python) return { reason: `no ${name}: python3 is not installed` };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(root, ".cache"), { recursive: true });
  let made = await runProgram(python, ["-m", "venv", folder]);
  if (made.code !== 0 && (await aptInstall(["python3-venv"])) === undefined) {
    rmSync(folder, { recursive: true, force: true });
    made = await runProgram(python, ["-m", "venv", folder]);
  }
  if (made.code !== 0) return { reason: `no ${name}: python3 -m venv failed (${lastLine(made.output)})` };
  const pip = await runProgram(join(folder, "bin", "python"), ["-m", "pip", "install", "--quiet", spec]);
  if (pip.code !== 0) return { reason: `no ${name}: pip install ${spec} failed (${lastLine(pip.output)})` };
  writeFileSync(stamp, spec);
  return { path: binary, note: "installed with pip" };
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
}

/** @returns {Found} */
export function findInngest() {
  const given = process.env.INNGEST_BIN;
  if (given) return existsSync(given) ? { path: given } : { reason: `INNGEST_BIN is ${given}, which does not exist` };
  const path = ["inngest", "inngest-cli"].map(onPath).find(Boolean);
  return path
    ? { path }
    : { reason: "no Inngest server on PATH or in INNGEST_BIN: the job suite ran on the embedded runner only" };
}
