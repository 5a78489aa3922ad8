import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { env } from "@/env";
import { sharedProcess } from "../process";
import { requestContext, SESSION_COOKIES } from "../trpc/context";
import { appRouter } from "../trpc/root";
import { addressOf } from "./address";
import { type Handler, isForeign, json } from "./route";

const handle = createHTTPHandler({
  router: appRouter,
  basePath: "/api/trpc/",
  maxBodySize: 5_000_000,
  createContext: ({ req, res }) => {
    const secure = (env().AUTH_URL ?? "").startsWith("https:");
    return requestContext({
      ...sharedProcess(),
      cookie: req.headers.cookie,
      address: addressOf(req),
      userAgent: req.headers["user-agent"] ?? "",
      setSession: (token, expires) => {
        const name = SESSION_COOKIES[secure ? 0 : 1];
        const end = token && expires ? expires : new Date(0);
        res.setHeader(
          "set-cookie",
          `${name}=${token ?? ""}; Path=/; HttpOnly; SameSite=Lax; Expires=${end.toUTCString()}${secure ? "; Secure" : ""}`,
        );
      },
    });
  },
});

/** tRPC on plain Node HTTP: inside a Next route it costs more than twice as much. */
export const trpcHandler: Handler = (req, res) => {
  if (req.method !== "GET" && isForeign(req))
    return json(res, 403, { error: "Requests from another site are refused." });
  res.setHeader("cache-control", "no-store");
  handle(req, res);
};
