import { describe, expect, test, vi } from "vitest";

/** The settings are read once, so each case reads them anew. */
async function modeWith(settings: Readonly<Record<string, string | undefined>>) {
  vi.resetModules();
  for (const name of ["INNGEST_BASE_URL", "INNGEST_DEV", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"]) {
    vi.stubEnv(name, settings[name] ?? "");
  }
  const { isDevServer, isEmbedded } = await import("./mode");
  try {
    return { embedded: isEmbedded(), dev: isDevServer() };
  } finally {
    vi.unstubAllEnvs();
  }
}
const keys = { INNGEST_EVENT_KEY: "a1", INNGEST_SIGNING_KEY: "b2" };

describe("who drives the jobs", () => {
  test.each([
    [{}, { embedded: true, dev: false }],
    [{ INNGEST_DEV: "0" }, { embedded: true, dev: false }],
    [{ INNGEST_DEV: "1" }, { embedded: false, dev: true }],
    [{ INNGEST_DEV: "http://127.0.0.1:8288" }, { embedded: false, dev: true }],
    [
      { INNGEST_BASE_URL: "http://127.0.0.1:8288", INNGEST_DEV: "1" },
      { embedded: false, dev: true },
    ],
    [keys, { embedded: false, dev: false }],
    [
      { ...keys, INNGEST_BASE_URL: "http://inngest:8288", INNGEST_DEV: "false" },
      { embedded: false, dev: false },
    ],
  ])("%o means %o", async (settings, mode) => {
    expect(await modeWith(settings)).toEqual(mode);
  });

  test.each([
    { INNGEST_BASE_URL: "http://inngest:8288" },
    { INNGEST_EVENT_KEY: "a1" },
    { INNGEST_BASE_URL: "http://inngest:8288", INNGEST_SIGNING_KEY: "b2" },
  ])("%o is refused: a key is missing", async (settings) => {
    await expect(modeWith(settings)).rejects.toThrow(/INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY/);
  });
});
