import { randomBytes } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import nodemailer from "nodemailer";
import { type Env, isTrial, publicAddress } from "@/env";
import { sealText } from "../../auth/seal";
import { type Finding, fail, ok, reasonOf, warn } from "./check";

const LEAST_FREE_BYTES = 200e6;
const COMFORTABLE_FREE_BYTES = 2e9;
const MAIL_PATIENCE_MS = 5000;

function canSeal(keys: string): boolean {
  try {
    return sealText(keys, "doctor", "x") !== "";
  } catch {
    return false;
  }
}

/** Settings that a start would accept and that are wrong all the same. */
export function examineSettings(env: Env): Finding[] {
  const findings: Finding[] = [];
  for (const name of ["AUTH_SECRET", "SECRETS_KEY"] as const) {
    const value = env[name];
    const todo = `Set ${name} to 32 random bytes in base64: openssl rand -base64 32. Keep it: what was sealed with another key must be entered again.`;
    if (!value) findings.push(fail("settings", `${name} is not set`, todo));
    else if (name === "SECRETS_KEY" && !canSeal(value))
      findings.push(fail("settings", `${name} is not 32 bytes in base64 or hex`, todo));
  }
  const address = publicAddress(env);
  if (!isTrial(env) && !address.startsWith("https:"))
    findings.push(
      fail(
        "settings",
        `AUTH_URL is ${address}`,
        "Use an https address: over http anybody on the way can take a session.",
      ),
    );
  if (!isTrial(env) && env.TRUSTED_PROXIES === "" && address.startsWith("https:"))
    findings.push(
      warn("settings", "TRUSTED_PROXIES is empty", "Name the proxy in front, or everybody behind it shares one limit."),
    );
  return findings.length > 0 ? findings : [ok("settings", `served at ${address}`)];
}

export async function examineMail({ SMTP_URL, ...rest }: Env): Promise<Finding> {
  if (!SMTP_URL) {
    const says = "no mail server is set; mails are kept and not sent";
    return isTrial(rest) ? ok("mail", says) : warn("mail", says, "Set SMTP_URL and MAIL_FROM.");
  }
  const timeouts = {
    connectionTimeout: MAIL_PATIENCE_MS,
    greetingTimeout: MAIL_PATIENCE_MS,
    socketTimeout: MAIL_PATIENCE_MS,
  };
  const transport = nodemailer.createTransport({ url: SMTP_URL, ...timeouts });
  try {
    await transport.verify();
    return ok("mail", `${new URL(SMTP_URL).host} takes mail`);
  } catch (error) {
    return fail(
      "mail",
      `${new URL(SMTP_URL).host}: ${reasonOf(error)}`,
      "Mend SMTP_URL or the server; mails wait meanwhile.",
    );
  } finally {
    transport.close();
  }
}

/** Writes, reads the room that is left, and clears up. */
export async function examineFolder(check: string, folder: string): Promise<Finding> {
  const probe = path.join(folder, `.doctor-${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "x");
    await rm(probe);
  } catch (error) {
    return fail(check, `${folder} cannot be written: ${reasonOf(error)}`, "Give this user the folder, or free space.");
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${folder} can be written, ${(free / 1e9).toFixed(1)} GB free`;
  const todo = "Free space: PostgreSQL and uploads stop when it is full.";
  if (free < LEAST_FREE_BYTES) return fail(check, says, todo);
  return free < COMFORTABLE_FREE_BYTES ? warn(check, says, todo) : ok(check, says);
}
