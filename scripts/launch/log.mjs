/** Log files of the processes started here. */
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";

const LARGEST_BYTES = 20 * 1024 * 1024;

/** @param {string} file @param {number} lines */
export function tail(file, lines = 15) {
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** @param {string} file keeps one older file; called before a process opens it */
export function rotate(file) {
  if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.1`);
}
