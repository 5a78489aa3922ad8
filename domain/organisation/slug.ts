/** First path segments that are pages of their own, so no organisation may be called so. */
const RESERVED = new Set([
  "api",
  "_next",
  "sign-in",
  "sign-out",
  "invitation",
  "start",
  "account",
  "preview",
  "health",
  "static",
  "new",
]);

export const SLUG_FORM = /^[a-z0-9][a-z0-9-]{1,62}$/;

export const isReserved = (slug: string): boolean => RESERVED.has(slug);

/** The address proposed for a name: "Hôpital St. Anne" gives "hopital-st-anne"; empty when the name has no usable letter. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
  return isReserved(slug) ? `${slug}-organisation` : slug;
}
