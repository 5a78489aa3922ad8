import type { MetadataRoute } from "next";

/** Pages ask for a session and say themselves that they are not to be listed; the API is no place for a robot. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: "*", disallow: "/api/" } };
}
