import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

export type DocumentPage = inferRouterOutputs<AppRouter>["document"]["list"];
export type DocumentRow = DocumentPage["rows"][number];
export type DocumentFile = DocumentRow["files"][number];

/** The address of one version's bytes, of today or of the day that is shown. */
export function fileAddress(org: string, fileId: string, at: string | null, as?: "preview"): string {
  const params = new URLSearchParams({ org, file: fileId });
  if (at) params.set("at", at);
  if (as) params.set("as", as);
  return `/api/document?${params}`;
}
