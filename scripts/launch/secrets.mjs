/** Passwords and keys made on the first start; kept in a file only its owner may read. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync } from "node:fs";
import { readJson, writeJson } from "./place.mjs";

/** @typedef {{ superuser: string, owner: string, app: string, auth: string, key: string }} Secrets */

/**
 * @param {string} file
 * @returns {Secrets}
 */
export function loadSecrets(file) {
  const known = readJson(file) ?? {};
  const password = () => randomBytes(24).toString("base64url");
  /** @type {Secrets} */
  const secrets = {
    superuser: known.superuser ?? password(),
    owner: known.owner ?? password(),
    app: known.app ?? password(),
    auth: known.auth ?? randomBytes(32).toString("base64"),
    key: known.key ?? randomBytes(32).toString("base64"), // AES-256-GCM
  };
  const isComplete = Object.keys(secrets).every((name) => name in known);
  if (!isComplete) writeJson(file, secrets, 0o600);
  else if (existsSync(file)) chmodSync(file, 0o600);
  return secrets;
}
