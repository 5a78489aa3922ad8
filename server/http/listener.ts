import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { refusalOf } from "@/db/refused";
import { awayFrom } from "@/db/unreachable";
import { AppError } from "@/domain/shared/error";
import { log } from "../log";
import { countResponse } from "../operations/telemetry/measures";
import { traced } from "../operations/telemetry/tracing";
import type { Process } from "../process";
import { type Pace, tooFast } from "./pace";
import { type Handler, json } from "./route";

const STATUS: Partial<Record<AppError["code"], number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
};

/** Headers of what is no page: nothing here is to be run, framed or kept by anybody. A handler may set its own. */
const API_HEADERS = {
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** Answers that stay open: their work is done when they have begun. */
const STREAMS = new Set(["/api/live"]);

export type Page = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export type Site = {
  routes: Readonly<Record<string, Handler>>;
  page: Page;
  shared: Process;
  /** Whether people reach this process by https. */
  isSecure: boolean;
  /** How fast one session may call; none in a test that has no limit. */
  pace?: Pace;
};

/** ms a client may take for the head of a request, and for all of it: one that dribbles must not hold a connection. */
export const PATIENCE = { headersMs: 15_000, requestMs: 120_000, checkEveryMs: 5000, keepAliveMs: 65_000 };

function pathOf(req: IncomingMessage): URL {
  try {
    // A path such as "//" is no URL by itself: with the origin written before it, it is one of ours.
    const url = new URL(`http://localhost${req.url?.startsWith("/") ? req.url : "/"}`);
    decodeURIComponent(url.pathname); // Next answers 500 to what cannot be decoded
    return url;
  } catch {
    throw new AppError("BAD_REQUEST", "This address cannot be read.");
  }
}

function routeName(pathname: string): string {
  const [, api, name] = pathname.split("/");
  return api === "api" ? `/api/${name}` : "page";
}

function refuse(res: ServerResponse, error: unknown, path: string): void {
  if (!res.headersSent && awayFrom(error)) {
    res.setHeader("retry-after", "2");
    json(res, 503, { error: "The database cannot be reached just now. Try again in a moment." });
    return;
  }
  const refused = refusalOf(error);
  if (!res.headersSent && refused) {
    json(res, STATUS[refused.code] ?? 400, { error: refused.message });
    return;
  }
  const known = error instanceof AppError ? STATUS[error.code] : undefined;
  if (!known) log.error({ err: error, path }, "request failed");
  if (res.headersSent) res.destroy();
  else
    json(res, known ?? 500, {
      error: known && error instanceof Error ? error.message : "Something failed on our side.",
    });
}

async function answer(
  { routes, page, shared, isSecure, pace }: Site,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const started = performance.now();
  let route = "unknown";
  res.once("close", () => countResponse(route, res.statusCode, performance.now() - started));
  try {
    res.setHeader("x-content-type-options", "nosniff"); // of scripts and images too, which Next serves
    if (isSecure) res.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
    const url = pathOf(req);
    const name = routeName(url.pathname);
    const handler = Object.hasOwn(routes, name) ? routes[name] : undefined;
    route = handler ? name : "page";
    await traced(
      `${req.method} ${route}`,
      { carrier: req.headers, attributes: { "http.request.method": req.method ?? "", "http.route": route } },
      async (span) => {
        if (handler) {
          for (const [header, value] of Object.entries(API_HEADERS)) res.setHeader(header, value);
          if (!pace || !tooFast(pace, { req, res, route, pathname: url.pathname }))
            await handler(req, res, shared, url);
        } else await page(req, res);
        if (!res.writableFinished && !STREAMS.has(route)) await new Promise((resolve) => res.once("close", resolve));
        span.setAttribute("http.response.status_code", res.statusCode);
      },
    );
  } catch (error) {
    refuse(res, error, route);
  }
}

/** The web process's server: routes of ours, every other path a page. */
export function createListener(site: Site, patience = PATIENCE): Server {
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: patience.checkEveryMs,
      keepAliveTimeout: patience.keepAliveMs,
    },
    (req, res) => void answer(site, req, res),
  );
  return server;
}
