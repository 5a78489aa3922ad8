import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { assertPowerless } from "@/db/role";
import { AppError } from "@/domain/shared/error";
import { env } from "@/env";
import { addressOf } from "./http/address";
import { closeLive } from "./http/live";
import { json } from "./http/route";
import { routes } from "./http/routes";
import { log } from "./log";
import { sharedProcess } from "./process";
import { ADDRESS_HEADER } from "./trpc/context";

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

const { PORT, HOST, NODE_ENV } = env();
const pages = next({ dev: NODE_ENV === "development", hostname: "localhost", port: PORT });
const showPage = pages.getRequestHandler();
const shared = sharedProcess();

function routeOf(pathname: string) {
  const [, api, name] = pathname.split("/");
  return api === "api" ? routes[`/api/${name}`] : undefined;
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", "http://localhost");
  const route = routeOf(url.pathname);
  try {
    if (route) {
      res.setHeader("x-content-type-options", "nosniff");
      await route(req, res, shared, url);
    } else {
      req.headers[ADDRESS_HEADER] = addressOf(req);
      await showPage(req, res);
    }
  } catch (error) {
    const known = error instanceof AppError ? STATUS[error.code] : undefined;
    if (!known) log.error({ err: error, path: url.pathname }, "request failed");
    if (res.headersSent) res.destroy();
    else
      json(res, known ?? 500, {
        error: known && error instanceof Error ? error.message : "Something failed on our side.",
      });
  }
}

await assertPowerless(shared.db.sql);
await pages.prepare();
const server = createServer((req, res) => void answer(req, res));
server.keepAliveTimeout = 65_000;
server.on("upgrade", (req, socket, head) => pages.getUpgradeHandler()(req, socket, head));
server.listen(PORT, HOST, () => log.info({ port: PORT }, "web is listening"));

let stopping = false;
/** Requests in hand finish; streams are told to connect elsewhere. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info("web is stopping");
  closeLive();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 8_000).unref();
  await closed;
  await shared.db.end();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
