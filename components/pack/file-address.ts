/** Where the file of a pack is read: in the browser's viewer, as a download, or the data it was printed from. */
export function packFileAddress(org: string, id: string, as?: "download" | "data"): string {
  const query = new URLSearchParams({ org, id, ...(as ? { as } : {}) });
  return `/api/pack?${query}`;
}
