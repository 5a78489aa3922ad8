import next from "next";
import { assertPowerless } from "@/db/role";
import { env } from "@/env";
import { addressOf } from "./http/address";
import { createListener } from "./http/listener";
import { closeLive } from "./http/live";
import { Pace } from "./http/pace";
import { routes } from "./http/routes";
import { outliveStrayFailures } from "./http/stray";
import { log } from "./log";
import { startTracing } from "./operations/telemetry/tracing";
import { sharedProcess } from "./process";
import { ADDRESS_HEADER } from "./trpc/context";

const { PORT, HOST, NODE_ENV, AUTH_URL, OTEL_EXPORTER_OTLP_ENDPOINT } = env();
outliveStrayFailures();
const tracing = await startTracing("web", OTEL_EXPORTER_OTLP_ENDPOINT);
const pages = next({ dev: NODE_ENV === "development", hostname: "localhost", port: PORT });
const showPage = pages.getRequestHandler();
const shared = sharedProcess();

await assertPowerless(shared.db.sql);
await pages.prepare();
const server = createListener({
  routes,
  shared,
  pace: Pace.of(env()),
  isSecure: (AUTH_URL ?? "").startsWith("https:"),
  page: async (req, res) => {
    req.headers[ADDRESS_HEADER] = addressOf(req);
    await showPage(req, res);
  },
});
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
  await tracing?.stop().catch(() => undefined); // a collector that is away holds up no stop
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
