import NextAuth from "next-auth";
import { env, need } from "@/env";
import { sharedProcess } from "../process";
import { authConfig } from "./config";

/** Made for each request, because a build has neither database nor secret. */
export const { handlers } = NextAuth(() =>
  authConfig(sharedProcess().db, { secret: need("AUTH_SECRET"), secure: (env().AUTH_URL ?? "").startsWith("https:") }),
);
