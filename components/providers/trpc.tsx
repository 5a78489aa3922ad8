"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { WIRE } from "@/domain/shared/wire";
import type { AppRouter } from "@/server/trpc/root";
import { makeQueryClient } from "./query-client";

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;

/**
 * Data for client components: the same procedures as on the server, over HTTP. One call a request: in a batch the rows of
 * a list would wait for the slower counts beside them.
 */
export function DataProvider({ children }: { children: React.ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: "/api/trpc", transformer: WIRE })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
