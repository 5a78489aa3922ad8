import NextAuth from "next-auth";
import { env, need } from "@/env";
import { sharedProcess } from "../process";
import { ADDRESS_HEADER, isSecure } from "../trpc/context";
import { authConfig } from "./config";

/** Made for each request, because a build has neither database nor secret. */
export const { handlers, signIn } = NextAuth((request) => {
  const { db, emit } = sharedProcess();
  return authConfig(db, {
    secret: need("AUTH_SECRET"),
    secure: isSecure(),
    providers: env().OIDC_PROVIDERS,
    caller: {
      emit,
      address: request?.headers.get(ADDRESS_HEADER) ?? "",
      userAgent: request?.headers.get("user-agent") ?? "",
    },
  });
});
