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
