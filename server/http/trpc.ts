import type { IncomingMessage, ServerResponse } from "node:http";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { sharedProcess } from "../process";
import { isSecure, type RequestContext, requestContext, sessionCookie } from "../trpc/context";
import { appRouter } from "../trpc/root";
import { addressOf } from "./address";
import { answerQuery, queryPath } from "./query";
import { type Handler, isForeign, json } from "./route";

function contextOf(req: IncomingMessage, res: ServerResponse): RequestContext {
  const secure = isSecure();
  return requestContext({
    ...sharedProcess(),
    cookie: req.headers.cookie,
    authorization: req.headers.authorization,
    address: addressOf(req),
    userAgent: req.headers["user-agent"] ?? "",
    setSession: (token, expires) => {
      const end = token && expires ? expires : new Date(0);
      res.setHeader(
        "set-cookie",
        `${sessionCookie(secure)}=${token ?? ""}; Path=/; HttpOnly; SameSite=Lax; Expires=${end.toUTCString()}${secure ? "; Secure" : ""}`,
      );
    },
  });
}

const handle = createHTTPHandler({
  router: appRouter,
  basePath: "/api/trpc/",
  maxBodySize: 5_000_000,
  createContext: ({ req, res }) => contextOf(req, res),
});

/** tRPC on plain Node HTTP: inside a Next route it costs more than twice as much. */
export const trpcHandler: Handler = (req, res, _shared, url) => {
  if (req.method !== "GET" && isForeign(req))
    return json(res, 403, { error: "Requests from another site are refused." });
  res.setHeader("cache-control", "no-store");
  const query = queryPath(req, url);
  if (query === null) handle(req, res);
  else return answerQuery(query, url, res, contextOf(req, res));
};
