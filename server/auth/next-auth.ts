import NextAuth from "next-auth";
import { need } from "@/env";
import { sharedProcess } from "../process";
import { isSecure } from "../trpc/context";
import { authConfig } from "./config";

/** Made for each request, because a build has neither database nor secret. */
export const { handlers } = NextAuth(() =>
  authConfig(sharedProcess().db, { secret: need("AUTH_SECRET"), secure: isSecure() }),
);
