import { serve } from "inngest/node";
import { AppError } from "@/domain/shared/error";
import type { Handler } from "../http/route";
import { inngest } from "./client";
import { shareJobDatabase } from "./database";
import { functions } from "./functions";
import { isEmbedded } from "./mode";

export const SERVE_PATH = "/api/inngest";

/** Answers an Inngest server or the embedded runner. Whoever mounts it decides who may ask. */
export const serveFunctions = serve({ client: inngest, functions, servePath: SERVE_PATH });

/**
 * The web's end for an Inngest server. The embedded runner has its own, in the worker; without a server nobody may call
 * a function from outside.
 */
export const inngestHandler: Handler = (req, res, shared) => {
  if (isEmbedded()) throw new AppError("NOT_FOUND", "No Inngest server is configured");
  shareJobDatabase(shared.db);
  return serveFunctions(req, res);
};
