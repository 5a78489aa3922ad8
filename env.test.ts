import { expect, test, vi } from "vitest";

/** The settings are read once, so each case reads them anew. */
async function settingsWith(trusted: string) {
  vi.resetModules();
  vi.stubEnv("TRUSTED_PROXIES", trusted);
  const { env } = await import("./env");
  return env;
}

test("trusted proxies: none by default, a list of networks, and a wrong one is named", async () => {
  expect((await settingsWith(""))().TRUSTED_PROXIES).toBe("");
  expect((await settingsWith("10.0.0.0/8, loopback,fc00::/7"))().TRUSTED_PROXIES).toBe("10.0.0.0/8, loopback,fc00::/7");
  const wrong = await settingsWith("10.0.0.0/8,my-proxy");
  expect(() => wrong()).toThrow("Settings are wrong. TRUSTED_PROXIES: invalid IP address: my-proxy");
  for (const given of ["2", "0.0.0.0/0"]) {
    const read = await settingsWith(given);
    expect(read).toThrow(/TRUSTED_PROXIES/);
  }
  vi.unstubAllEnvs();
});

test("a wrong provider or mail server is named before anything starts", async () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ OIDC_PROVIDERS: "[" }, /OIDC_PROVIDERS: is no JSON/],
    [{ OIDC_PROVIDERS: '[{"id":"a","name":"A","issuer":"https://a.example"}]' }, /OIDC_PROVIDERS\.0\.clientId/],
    [{ SMTP_URL: "mail.example.org" }, /SMTP_URL: an address such as smtp:/],
    [{ SMTP_URL: "smtp://mail.example.org" }, /MAIL_FROM: is needed beside SMTP_URL/],
  ];
  for (const [given, message] of wrong) {
    vi.resetModules();
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
    const { env } = await import("./env");
    expect(env, JSON.stringify(given)).toThrow(message);
    vi.unstubAllEnvs();
  }
});

test("a trial is what only this machine can reach", async () => {
  const { isTrial, publicAddress } = await import("./env");
  const at = (AUTH_URL: string | undefined) => ({ AUTH_URL, PORT: 3000 });
  for (const address of [undefined, "http://localhost:3000", "http://127.0.0.1", "http://[::1]:3000/"])
    expect(isTrial(at(address)), address).toBe(true);
  for (const address of ["https://portolan.example.org", "http://localhost.example.org", "http://10.0.0.5:3000"])
    expect(isTrial(at(address)), address).toBe(false);
  expect(publicAddress(at("https://portolan.example.org//"))).toBe("https://portolan.example.org");
});
