import { describe, expect, test } from "vitest";
import { claimedRole, type IdentityProvider, identityProviders, vouchedEmail } from "./provider";

const GIVEN = {
  ...{ id: "idp", name: "Example", issuer: "https://idp.example.org", clientId: "a", clientSecret: "b" },
  domains: ["Example.org"],
};
const parse = (...given: object[]) => identityProviders.safeParse(JSON.stringify(given));

describe("the setting", () => {
  test("has defaults, and takes several", () => {
    expect(parse(GIVEN, { ...GIVEN, id: "other" }).data).toMatchObject([
      { id: "idp", role: "viewer", domains: ["example.org"], scope: "openid email profile", roles: {} },
      { id: "other" },
    ]);
    expect(identityProviders.parse(undefined)).toEqual([]);
  });

  test.each([
    ["no JSON", "{"],
    ["no list", "{}"],
    ["no domains", JSON.stringify([{ ...GIVEN, domains: [] }])],
    ["a domain that is none", JSON.stringify([{ ...GIVEN, domains: ["*"] }])],
    ["an issuer without TLS", JSON.stringify([{ ...GIVEN, issuer: "http://idp.example.org" }])],
    ["a role that does not exist", JSON.stringify([{ ...GIVEN, role: "root" }])],
    ["a mapping without its claim", JSON.stringify([{ ...GIVEN, roles: { a: "admin" } }])],
    ["a word that is none", JSON.stringify([{ ...GIVEN, allowAll: true }])],
    ["one id twice", JSON.stringify([GIVEN, GIVEN])],
  ])("refuses %s", (_, text) => {
    expect(identityProviders.safeParse(text).success).toBe(false);
  });
});

describe("the address vouched for", () => {
  const domains = ["example.org"];
  test.each([
    [{ email: "Ida@EXAMPLE.org", email_verified: true }, { email: "Ida@EXAMPLE.org" }],
    [{ email: "ida@example.org", email_verified: "true" }, { email: "ida@example.org" }],
    [{ email: "ida@example.org" }, { refused: "unverified" }],
    [{ email: "ida@example.org", email_verified: false }, { refused: "unverified" }],
    [{ email: "ida@example.org", email_verified: "false" }, { refused: "unverified" }],
    [{ email: "ida@example.org", email_verified: 1 }, { refused: "unverified" }],
    [{ email_verified: true }, { refused: "unverified" }],
    [{ email: ["ida@example.org"], email_verified: true }, { refused: "unverified" }],
    [{ email: "ida@example.org.evil.example", email_verified: true }, { refused: "domain" }],
    [{ email: "ida@sub.example.org", email_verified: true }, { refused: "domain" }],
    [{ email: "ida@example.org@evil.example", email_verified: true }, { refused: "unverified" }],
    [{ email: "ida@notexample.org", email_verified: true }, { refused: "domain" }],
  ])("%j", (claims, answer) => {
    expect(vouchedEmail(claims, { domains })).toEqual(answer);
  });
});

describe("the role a claim gives", () => {
  const provider: IdentityProvider = {
    ...{ ...GIVEN, domains: ["example.org"], scope: "", role: "viewer" as const, roleClaim: "groups" },
    roles: { "ai-admins": "admin", "ai-office": "pmo" },
  };
  test.each([
    [{ groups: ["ai-office", "ai-admins"] }, "admin"],
    [{ groups: "ai-office" }, "pmo"],
    [{ groups: ["other"] }, "viewer"],
    [{}, "viewer"],
    [{ groups: null }, "viewer"],
    [{ groups: { "ai-admins": true } }, "viewer"],
  ])("%j is %s", (claims, role) => {
    expect(claimedRole(claims, provider)).toBe(role);
  });

  test("is no matter without a claim", () => {
    expect(claimedRole({ groups: ["ai-admins"] }, { ...provider, roleClaim: undefined, roles: {} })).toBeNull();
  });
});
