import type { ServerResponse } from "node:http";
import { AppError } from "@/domain/shared/error";
import type { Process } from "../process";
import { memberOf } from "./member";
import type { Handler } from "./route";

type Listener = { res: ServerResponse; tokenHash: string; orgSlug: string; orgId: string };

const RECHECK_MS = 15_000;
const listeners = new Set<Listener>();
let listening: Promise<unknown> | undefined;

const send = ({ res }: Listener, event: string, data: object) =>
  res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

function drop(listener: Listener): void {
  listeners.delete(listener);
  listener.res.end();
}

/** Ends the streams whose session or membership has gone; runs when a session closes and every 15 s. */
async function recheck({ db }: Process): Promise<void> {
  await Promise.all(
    [...listeners].map(async (listener) => {
      const [row] = await db.sql<
        { org_id: string | null }[]
      >`select org_id from private.resolve(${listener.tokenHash}, ${listener.orgSlug})`;
      if (row?.org_id === listener.orgId) return;
      send(listener, "signed-out", {});
      drop(listener);
    }),
  );
}

function listen(shared: Process): Promise<unknown> {
  const check = () => void recheck(shared).catch(() => undefined); // the database is away: streams stay, data calls fail
  listening ??= Promise.all([
    shared.db.sql.listen("portolan_live", (payload) => {
      const { org, action } = JSON.parse(payload) as { org: string; action: string };
      for (const listener of listeners) if (listener.orgId === org) send(listener, "change", { action });
      if (action.startsWith("membership.")) check();
    }),
    shared.db.sql.listen("portolan_session", check),
    setInterval(check, RECHECK_MS).unref(),
  ]).catch((error: unknown) => {
    listening = undefined; // the next page tries again
    throw error;
  });
  return listening;
}

/** Server-sent events of one organisation: what kind of thing changed, never its content. */
export const liveHandler: Handler = async (req, res, shared, url) => {
  const ctx = await memberOf(req, url, shared, "organisation:read");
  if (!ctx.tokenHash) throw new AppError("FORBIDDEN", "Live events are for pages: sign in");
  await listen(shared);
  res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
  const listener = { res, tokenHash: ctx.tokenHash, orgSlug: url.searchParams.get("org") ?? "", orgId: ctx.orgId };
  listeners.add(listener);
  send(listener, "open", {});
  const beat = setInterval(() => res.write(": beat\n\n"), RECHECK_MS);
  req.on("close", () => {
    clearInterval(beat);
    listeners.delete(listener);
  });
};

/** On shutdown: the browser connects again, to whoever serves then. */
export function closeLive(): void {
  for (const listener of listeners) drop(listener);
}
