import { createHmac, timingSafeEqual } from "node:crypto";
import { TOTP } from "@/domain/factor/input";

type Hash = "sha1" | "sha256" | "sha512";

/**
 * The code of a counter.
 * @source RFC 4226, 5.3 (dynamic truncation)
 */
export function hotp(secret: Buffer, counter: number, digits: number = TOTP.digits, hash: Hash = "sha1"): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(hash, secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/** Which 30 seconds since 1970 an instant lies in. */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / TOTP.seconds);

/** Steps a clock may be wrong by, either way. */
const DRIFT = 1;

/**
 * The step a code belongs to, now or one step away; null for a wrong one. Looks at every step, so that time tells nothing.
 * @source RFC 6238, 5.2
 */
export function matchingStep(secret: Buffer, code: string, at: Date): number | null {
  const given = Buffer.from(/^[0-9]+$/.test(code) && code.length === TOTP.digits ? code : "-".repeat(TOTP.digits));
  let found: number | null = null;
  for (let step = stepAt(at) - DRIFT; step <= stepAt(at) + DRIFT; step += 1) {
    if (timingSafeEqual(given, Buffer.from(hotp(secret, step)))) found = step;
  }
  return found;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @source RFC 4648, 6; without padding, as authenticators want it */
export function base32(bytes: Buffer): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** What an authenticator reads from a QR code. */
export function otpauthAddress(secret: Buffer, { issuer, account }: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
