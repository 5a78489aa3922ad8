import { ConnectorError } from "@/server/connector/contract";

const SECRET_NAME = /key|token|secret|passw|signature|sig$|auth|credential/i;

/** An address as it may be shown and kept: no user, password or fragment, values of telling parameters hidden. */
export function publicUrl(address: string | URL): string {
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.hash = "";
  for (const name of [...url.searchParams.keys()]) if (SECRET_NAME.test(name)) url.searchParams.set(name, "hidden");
  return url.href;
}

const DEFAULT_WAIT_MS = 60_000;

/** Retry-After as seconds or as a date, in milliseconds from now; a minute when it is absent or no time. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number {
  if (header === undefined) return DEFAULT_WAIT_MS;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? DEFAULT_WAIT_MS : Math.max(0, at - now);
}

export function statusError(url: URL, status: number, retryAfter: string | undefined): ConnectorError {
  const where = publicUrl(url);
  if (status === 401) return new ConnectorError("auth", `${where} refused the sign-in (401)`);
  if (status === 403) return new ConnectorError("auth", `${where} does not allow this (403)`);
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return new ConnectorError("rate_limited", `${where} asks to wait (${status})`, retryAfterMs(retryAfter));
  if (status >= 500 || status === 408) return new ConnectorError("transient", `${where} failed (${status})`);
  if (status === 404) return new ConnectorError("config", `${where} does not exist (404)`);
  return new ConnectorError("contract", `${where} answered ${status}, which was not expected`);
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  EAI_AGAIN: "its name cannot be looked up at present",
};

const FINAL: Record<string, string> = {
  ENOTFOUND: "no such host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
};

/** Any failure on the way, as a ConnectorError in words. */
export function failureOf(cause: unknown, url: URL): ConnectorError {
  if (cause instanceof ConnectorError) return cause;
  const { code = "", name = "", message = "" } = cause as { code?: string; name?: string; message?: string };
  const { host } = url;
  const final = FINAL[code];
  if (final !== undefined) return new ConnectorError("config", `${host}: ${final}`);
  if (name === "TimeoutError" || name === "AbortError" || code === "ABORT_ERR")
    return new ConnectorError("transient", `${host}: the answer took too long`);
  if (message === "aborted") return new ConnectorError("transient", `${host}: the answer was cut off`);
  if (code.startsWith("HPE_")) return new ConnectorError("contract", `${host}: the answer is not HTTP`);
  if (code.startsWith("ERR_SSL") || code === "EPROTO")
    return new ConnectorError("config", `${host}: does not speak TLS there`);
  return new ConnectorError("transient", `${host}: ${WORDS[code] ?? "the exchange failed"}`);
}
