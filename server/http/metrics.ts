import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@/domain/shared/error";
import { env } from "@/env";
import { operationFigures } from "../operations/figures/queries";
import type { Handler } from "./route";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** GET /api/metrics for Prometheus, with `Authorization: Bearer METRICS_TOKEN`. Without the setting there is no such page. */
export const metricsHandler: Handler = async (req, res, { db }) => {
  const { METRICS_TOKEN } = env();
  if (!METRICS_TOKEN) throw new AppError("NOT_FOUND", "There is nothing here.");
  if (!timingSafeEqual(digest(req.headers.authorization ?? ""), digest(`Bearer ${METRICS_TOKEN}`))) {
    res.setHeader("www-authenticate", "Bearer");
    throw new AppError("UNAUTHORIZED", "Give the token of METRICS_TOKEN.");
  }
  const text = await operationFigures(db.sql);
  res.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" });
  res.end(text);
};
