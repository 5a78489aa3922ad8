import "server-only";
import { dehydrate, type FetchQueryOptions, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { makeQueryClient } from "@/components/providers/query-client";
import { FACTOR_NEEDED } from "@/domain/factor/needed";
import { sharedProcess } from "../process";
import { ADDRESS_HEADER, requestContext } from "./context";
import { appRouter } from "./root";

const queryClientOfRequest = cache(makeQueryClient);

const contextOfRequest = cache(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return requestContext({
    ...sharedProcess(),
    cookie: jar.toString(),
    address: head.get(ADDRESS_HEADER) ?? "page",
    userAgent: head.get("user-agent") ?? "",
  });
});

/** Procedures for pages, called in process: one session look-up serves all of a page. */
export const trpc = createTRPCOptionsProxy({
  ctx: contextOfRequest,
  router: appRouter,
  queryClient: queryClientOfRequest,
});

const startedInRequest = cache((): Promise<unknown>[] => []);

/** Starts a query of the page; several run side by side. `Hydrate` waits for them. */
export function prefetch<Fetched, Failure, Data, Key extends QueryKey>(
  options: FetchQueryOptions<Fetched, Failure, Data, Key>,
): void {
  startedInRequest().push(queryClientOfRequest().prefetchQuery(options));
}

/** Awaits what a page cannot exist without: a true 404 when it is missing, the sign-in page without a session. */
export async function fetchOrNotFound<Fetched, Failure, Data, Key extends QueryKey>(
  options: FetchQueryOptions<Fetched, Failure, Data, Key>,
  from = "/",
): Promise<Data> {
  try {
    return await queryClientOfRequest().fetchQuery(options);
  } catch (error) {
    const code = error instanceof TRPCError ? error.code : undefined;
    if (error instanceof TRPCError && error.message === FACTOR_NEEDED)
      redirect(`/second-factor?next=${encodeURIComponent(from)}`);
    if (code === "UNAUTHORIZED") redirect(`/sign-in?next=${encodeURIComponent(from)}`);
    if (code === "NOT_FOUND" || code === "FORBIDDEN") notFound();
    throw error;
  }
}

/**
 * Hands what was prefetched to the browser. Waits for it: a query that is still open here and answered there by the time
 * of hydration would give the server and the browser two different pages.
 */
export async function Hydrate({ children }: { children: React.ReactNode }) {
  await Promise.all(startedInRequest()); // prefetchQuery never rejects: a failed query is tried again in the browser
  return <HydrationBoundary state={dehydrate(queryClientOfRequest())}>{children}</HydrationBoundary>;
}
