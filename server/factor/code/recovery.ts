import { createHash, randomBytes } from "node:crypto";
import { RECOVERY_CODES } from "@/domain/factor/input";
import { base32 } from "./totp";

const BYTES = 10;

/** 80 random bits each, so a plain hash protects them: nobody can try them all. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(BYTES)).replaceAll(/(.{4})(?=.)/g, "$1-"));

/** Of a code without its dashes, in capitals. */
export const hashRecoveryCode = (code: string): string =>
  createHash("sha256")
    .update(`recovery:${code.replaceAll("-", "")}`)
    .digest("hex");
