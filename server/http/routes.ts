import { auditHandler } from "../audit/export";
import { documentHandler } from "../document/upload";
import { uploadHandler } from "../import/upload";
import { inngestHandler } from "../inngest/serve";
import { packFileHandler } from "../pack/file";
import { proofHandler, recordHandler } from "../seal/export";
import { exportHandler } from "../table/export";
import { healthHandler, readyHandler } from "./health";
import { liveHandler } from "./live";
import { metricsHandler } from "./metrics";
import type { Handler } from "./route";
import { trpcHandler } from "./trpc";

/** What the web process answers itself; every other path is a page. */
export const routes: Record<string, Handler> = {
  "/api/trpc": trpcHandler,
  "/api/inngest": inngestHandler,
  "/api/live": liveHandler,
  "/api/metrics": metricsHandler,
  "/api/health": healthHandler,
  "/api/ready": readyHandler,
  "/api/document": documentHandler,
  "/api/import": uploadHandler,
  "/api/audit": auditHandler,
  "/api/export": exportHandler,
  "/api/pack": packFileHandler,
  "/api/record": recordHandler,
  "/api/proof": proofHandler,
};
