import type { IncomingMessage, ServerResponse } from "node:http";
import type { Process } from "../process";

export type Handler = (req: IncomingMessage, res: ServerResponse, shared: Process, url: URL) => Promise<void> | void;

export function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}

/**
 * Refuses a state-changing request that another site caused: browsers always send one of these headers with it.
 * A caller that sends neither is no browser and carries no ambient cookie of a victim.
 */
export function isForeign(req: IncomingMessage): boolean {
  const site = req.headers["sec-fetch-site"];
  if (site) return site !== "same-origin" && site !== "none";
  const { origin } = req.headers;
  if (!origin) return false;
  try {
    return new URL(origin).host !== req.headers.host;
  } catch {
    return true;
  }
}
