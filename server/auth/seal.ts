import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "@/domain/shared/error";

const VERSION = "v1";
const IV_BYTES = 12;

type Key = { id: string; bytes: Buffer };

/**
 * Keys of the setting SECRETS_KEY: 32 bytes each, in base64 or hex, separated by commas. The first seals, any opens, so a
 * key is replaced by putting the new one in front.
 *
 * @throws RangeError when a key is not 32 bytes long.
 */
function keysOf(setting: string): [Key, ...Key[]] {
  const [first, ...rest] = setting.split(",").map((text) => {
    const bytes = Buffer.from(text.trim(), /^[0-9a-f]{64}$/i.test(text.trim()) ? "hex" : "base64");
    if (bytes.length !== 32) throw new RangeError("SECRETS_KEY must hold keys of 32 bytes in base64 or hex");
    return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 8), bytes };
  });
  if (!first) throw new RangeError("SECRETS_KEY is empty");
  return [first, ...rest];
}

const bindingOf = (place: string): Buffer => Buffer.from(`${VERSION}:${place}`);

/** AES-256-GCM: version, key id, nonce, ciphertext and tag, in base64url. Opens only for the place it was sealed for. */
export function sealText(setting: string, place: string, text: string): string {
  const [key] = keysOf(setting);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(bindingOf(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, key.id, iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

export type SealProblem = { otherKey: string; altered: string };

/** @throws AppError PRECONDITION_FAILED when it was sealed under another key, for another place, or was altered. */
export function unsealText(setting: string, place: string, sealed: string, said: SealProblem): string {
  const [version, keyId, iv = "", text = ""] = sealed.split(".");
  const key = version === VERSION ? keysOf(setting).find(({ id }) => id === keyId) : undefined;
  if (!key) throw new AppError("PRECONDITION_FAILED", said.otherKey);
  const bytes = Buffer.from(text, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"));
    decipher.setAAD(bindingOf(place)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    throw new AppError("PRECONDITION_FAILED", said.altered);
  }
}
