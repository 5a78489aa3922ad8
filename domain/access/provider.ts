import { z } from "zod";
import { ROLES, type Role } from "./permission";

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

const issuer = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === "https:" || LOCAL.includes(hostname);
  },
  { error: "an issuer is an https address" },
);

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, "a domain such as example.org");

/** One OpenID provider of the installation. Whoever it vouches for, at one of these domains, may come in. */
const provider = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "small letters, digits and dashes"),
    name: z.string().trim().min(1).max(60),
    issuer,
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    scope: z.string().default("openid email profile"),
    domains: z.array(domain).min(1, "name the domains whose people may come in"),
    /** The slug of the organisation that newcomers join; without it they need an invitation. */
    organisation: z.string().min(1).optional(),
    role: z.enum(ROLES).default("viewer"),
    /** The claim that decides about the role at every sign-in: a text or a list of texts. */
    roleClaim: z.string().min(1).optional(),
    roles: z.record(z.string(), z.enum(ROLES)).default({}),
  })
  .refine(({ roleClaim, roles }) => roleClaim !== undefined || Object.keys(roles).length === 0, {
    path: ["roleClaim"],
    error: "is needed to read the roles from",
  });
export type IdentityProvider = z.infer<typeof provider>;

/** The setting OIDC_PROVIDERS: a list as JSON. */
export const identityProviders = z
  .string()
  .default("[]")
  .transform((text, ctx) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      ctx.addIssue({ code: "custom", message: "is no JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.array(provider))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, { error: "two providers have one id" });

export type Claims = Readonly<Record<string, unknown>>;

/** Why somebody whom the provider vouches for may not come in. */
export type ProviderRefusal = "unverified" | "domain" | "disabled" | "changed" | "failed";

export const REFUSALS: Record<ProviderRefusal, string> = {
  unverified: "Your provider has not verified your email address.",
  domain: "Your email address is not at a domain that may come in this way.",
  disabled: "Your account is deactivated. Ask an administrator of your organisation.",
  changed: "Your provider now names you differently. Ask an administrator of your organisation.",
  failed: "Signing in through your provider did not work. Try again.",
};

export const isRefusal = (text: unknown): text is ProviderRefusal =>
  typeof text === "string" && Object.hasOwn(REFUSALS, text);

/** The address a provider vouches for, or why it does not count. */
export function vouchedEmail(
  claims: Claims,
  { domains }: Pick<IdentityProvider, "domains">,
): { email: string } | { refused: ProviderRefusal } {
  const { email, email_verified: verified } = claims;
  // Strictly: a provider that leaves the claim out, or says "false", vouches for nothing. Some write the truth as text.
  if (typeof email !== "string" || !(verified === true || verified === "true")) return { refused: "unverified" };
  const parsed = z.email().max(254).safeParse(email.trim());
  if (!parsed.success) return { refused: "unverified" };
  const at = parsed.data.slice(parsed.data.lastIndexOf("@") + 1).toLowerCase();
  return domains.includes(at) ? { email: parsed.data } : { refused: "domain" };
}

/** The role its claim gives: the first of the mapping that is among the claim's values, else the usual one. Null without a claim. */
export function claimedRole(claims: Claims, { roleClaim, roles, role }: IdentityProvider): Role | null {
  if (!roleClaim) return null;
  const held = Object.hasOwn(claims, roleClaim) ? [claims[roleClaim]].flat() : [];
  const match = Object.entries(roles).find(([value]) => held.includes(value));
  return match ? match[1] : role;
}
