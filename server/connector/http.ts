import { createHash } from "node:crypto";
import { lookup as resolve } from "node:dns/promises";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { ZodType } from "zod";
import type { Secret } from "@/domain/connection/input";
import { type AllowList, assertReachable } from "@/server/connector/address";
import {
  ConnectorError,
  type HttpAnswer,
  type HttpAsk,
  type HttpReader,
  type Provenance,
} from "@/server/connector/contract";
import { bodyOf, MEGABYTE, readWhole, refusalText } from "@/server/connector/http-body";
import { failureOf, publicUrl, statusError } from "@/server/connector/http-error";

export type HttpSettings = {
  allow: AllowList;
  /** Until headers have arrived, and between two pieces of the body. */
  idleTimeoutMs?: number;
  /** The whole exchange. */
  totalTimeoutMs?: number;
  maxBytes?: number;
  /** Requests one client may make; a poll that needs more ends as truncated. */
  maxRequests?: number;
  /** Further tries after a failure that may pass. All requests are reads, so repeating one is harmless. */
  retries?: number;
};

const DEFAULTS = {
  idleTimeoutMs: 10_000,
  totalTimeoutMs: 30_000,
  maxBytes: 32 * MEGABYTE,
  maxRequests: 2000,
  retries: 2,
};
const MAX_REDIRECTS = 3;
const FIRST_PAUSE_MS = 200;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** One case, so that the same name given twice is one header. */
const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function authorization(secret: Secret | null): Record<string, string> {
  if (secret === null) return {};
  if (secret.kind === "headers") return lowered(secret.headers);
  if (secret.kind === "bearer") return { authorization: `Bearer ${secret.token}` };
  return { authorization: `Basic ${Buffer.from(`${secret.username}:${secret.password}`).toString("base64")}` };
}

/** The name service may hang longer than a poll may take. */
function within<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const stop = () => fail(deadline.reason);
    if (deadline.aborted) stop();
    deadline.addEventListener("abort", stop, { once: true });
    work.then(done, fail).finally(() => deadline.removeEventListener("abort", stop));
  });
}

/**
 * Resolves the name once and hands back the one address that will be dialled, so that a second answer of the name
 * service cannot lead elsewhere. Of several addresses only those that may be reached are considered.
 */
async function pin(url: URL, allow: AllowList, deadline: AbortSignal): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const family = isIP(host);
  const found = family > 0 ? [{ address: host, family }] : await within(resolve(host, { all: true }), deadline);
  const refusals: unknown[] = [];
  for (const one of found) {
    try {
      assertReachable(host, one.address, port, allow);
      return one;
    } catch (error) {
      refusals.push(error);
    }
  }
  throw refusals[0] ?? new ConnectorError("config", `${host} has no address`);
}

/** Reads other people's servers: guarded, bounded, and saying what went wrong without saying a secret. */
export class HttpClient implements HttpReader {
  readonly #settings: Required<HttpSettings>;
  readonly #digest = createHash("sha256");
  #requests = 0;
  #lastUrl = "";

  constructor(settings: HttpSettings) {
    this.#settings = { ...DEFAULTS, ...settings };
  }

  get mayAsk(): boolean {
    return this.#requests < this.#settings.maxRequests;
  }

  provenance(): Provenance {
    return { requestUrl: this.#lastUrl, responseSha256: this.#digest.copy().digest("hex") };
  }

  /** @throws ConnectorError for any answer but 2xx, any refused address, and any failure on the way. */
  async ask(address: string | URL, ask: HttpAsk): Promise<HttpAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await this.#follow(new URL(address), ask);
        this.#digest.update(answer.body);
        this.#lastUrl = publicUrl(answer.url);
        return answer;
      } catch (cause) {
        const error = failureOf(cause, new URL(address));
        if (error.kind !== "transient" || attempt >= this.#settings.retries) throw error;
        await pause(FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  /** @throws ConnectorError contract when the answer is not JSON of the promised shape. */
  async json<T>(address: string | URL, schema: ZodType<T>, ask: HttpAsk): Promise<T> {
    const answer = await this.ask(address, { accept: "application/json", ...ask });
    const where = publicUrl(answer.url);
    let value: unknown;
    try {
      value = JSON.parse(answer.body.toString("utf8"));
    } catch {
      throw new ConnectorError("contract", `The answer of ${where} is not JSON, or is cut off`);
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new ConnectorError(
      "contract",
      `The answer of ${where} is not as expected at ${issue?.path.join(".") || "its top"}: ${issue?.message}`,
    );
  }

  async #follow(start: URL, ask: HttpAsk): Promise<HttpAnswer> {
    const deadline = AbortSignal.timeout(this.#settings.totalTimeoutMs);
    let url = start;
    let { secret, headers = {} } = ask;
    for (let hop = 0; ; hop += 1) {
      const response = await this.#exchange(url, { ...ask, secret, headers }, deadline);
      const next = response.location;
      if (next === null) return response.answer;
      if (hop >= MAX_REDIRECTS) throw new ConnectorError("contract", `${publicUrl(start)} redirects too often`);
      if (!URL.canParse(next, url)) throw new ConnectorError("contract", `${publicUrl(url)} redirects to no address`);
      const target = new URL(next, url);
      if (target.protocol !== "https:" && target.protocol !== url.protocol)
        throw new ConnectorError("config", `${publicUrl(url)} redirects to an unprotected or foreign address`);
      if (target.origin !== url.origin) [secret, headers] = [null, {}]; // a password is for the server it was given for
      url = target;
    }
  }

  async #exchange(
    url: URL,
    ask: HttpAsk,
    deadline: AbortSignal,
  ): Promise<{ answer: HttpAnswer; location: string | null }> {
    if (!this.mayAsk)
      throw new ConnectorError("transient", `More than ${this.#settings.maxRequests} requests in one poll`);
    this.#requests += 1;
    const pinned = await pin(url, this.#settings.allow, deadline);
    const started = performance.now();
    const body = bodyOf(ask);
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(url, {
      method: ask.method ?? "GET",
      agent: false, // a kept connection might have been opened before the address was checked
      signal: deadline,
      timeout: this.#settings.idleTimeoutMs,
      lookup: (_host, options, done) =>
        options.all ? done(null, [pinned]) : done(null, pinned.address, pinned.family),
      headers: {
        accept: ask.accept ?? "*/*",
        "accept-encoding": "identity",
        "user-agent": "portolan",
        ...lowered(ask.headers ?? {}),
        ...(body ? { "content-type": body.type, "content-length": body.bytes.length } : {}),
        ...authorization(ask.secret),
      },
    });
    const response = await answerOf(request, body?.bytes ?? null);
    const { statusCode: status = 0, headers } = response;
    if (status >= 300 && status < 400 && headers.location) {
      response.destroy();
      return {
        location: headers.location,
        answer: { url: url.href, status, contentType: "", body: Buffer.alloc(0), durationMs: 0 },
      };
    }
    if (status < 200 || status > 299) {
      const error = ask.explain?.({ status, text: await refusalText(response) }) ?? null;
      response.destroy();
      throw error ?? statusError(url, status, headers["retry-after"]);
    }
    const content = await readWhole(response, url, this.#settings.maxBytes);
    const contentType = headers["content-type"] ?? "";
    return {
      location: null,
      answer: { url: url.href, status, contentType, body: content, durationMs: performance.now() - started },
    };
  }
}

function answerOf(request: ClientRequest, body: Buffer | null): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    request.on("response", done);
    request.on("error", fail);
    request.on("timeout", () => request.destroy(new ConnectorError("transient", "The server did not answer in time")));
    request.end(body);
  });
}
