import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { decodeWire, encodeWire } from "@/domain/shared/wire";

/** One per request on the server, one per tab in the browser. Data is refetched when a live event says that it changed. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (count, error) => count < 2 && !isRefusal(error) },
      dehydrate: {
        serializeData: encodeWire,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        shouldRedactErrors: () => false, // the router already redacts
      },
      hydrate: { deserializeData: decodeWire },
    },
  });
}

/** A refused call is not tried again; a failed one is. In the browser the answer's data says so, on the server the error itself. */
function isRefusal(error: unknown): boolean {
  const { data, code } = error as { data?: { code?: string } | null; code?: string };
  const said = data?.code ?? code;
  return said !== undefined && said !== "INTERNAL_SERVER_ERROR" && said !== "SERVICE_UNAVAILABLE";
}
