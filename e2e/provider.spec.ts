import { createServer } from "node:http";
import Provider from "oidc-provider";
import { axe, BASE, describe, expect, SAMPLE, test } from "./fixture";

const ISSUER = process.env.OIDC_ISSUER ?? "";
if (!ISSUER) console.info("OIDC_ISSUER not set: this server knows no identity provider of the stories");

const CLIENT = {
  ...{ client_id: "portolan", client_secret: "a-secret-of-the-client" },
  redirect_uris: [`${BASE}/api/auth/callback/story`],
  grant_types: ["authorization_code" as const],
  response_types: ["code" as const],
};
const SECONDS = { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Grant: 600, Session: 600 };

/** A real OpenID provider where the product expects one. It signs in this one person without asking. */
async function startProvider(account: { sub: string; name: string; email: string; email_verified: boolean }) {
  const provider = new Provider(ISSUER, {
    clients: [CLIENT],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => account }),
    cookies: { keys: ["of-a-story"] },
    ttl: SECONDS,
  });
  const answer = provider.callback();
  const server = createServer(async (req, res) => {
    if (!req.url?.startsWith("/interaction/")) return answer(req, res);
    const { params } = await provider.interactionDetails(req, res);
    const grant = new provider.Grant({ accountId: account.sub, clientId: CLIENT.client_id });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(req, res, { login: { accountId: account.sub }, consent });
  });
  await new Promise<void>((done) => server.listen(Number(new URL(ISSUER).port), "localhost", done));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

describe.runIf(ISSUER)("signing in through a provider", () => {
  test("a newcomer of the right domain comes to the page asked for; one of another domain is told why not", async ({
    visit,
  }) => {
    const account = { sub: "ida", name: "Ida Prowse", email: "ida@example.org", email_verified: true };
    const stop = await startProvider(account);
    const { page, errors } = await visit();
    await page.goto(`/sign-in?next=${encodeURIComponent(`/${SAMPLE}/initiatives`)}`);
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in with Cedar sign-on" }).click();
    await page.waitForURL(`${BASE}/${SAMPLE}/initiatives`);
    await page.goto(`/${SAMPLE}/settings/security`);
    await page.getByText("by identity provider").waitFor();
    account.email = "ida@evil.example";
    const other = await visit();
    await other.page.goto("/sign-in");
    await other.page.getByRole("button", { name: "Sign in with Cedar sign-on" }).click();
    await other.page.getByText("Your email address is not at a domain that may come in this way.").waitFor();
    expect([...errors, ...other.errors]).toEqual([]);
    stop();
  });
});
