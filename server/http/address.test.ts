import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished } from "vitest";
import { ATTEMPT_LIMIT, attemptKey, countAttempts } from "../auth/attempt";
import { type TestDatabase, test } from "../testing";
import { addressOf } from "./address";

/** What the server takes the caller's address for; the request comes from 127.0.0.1, as from a proxy on this machine. */
async function seenAddress(trusted: string, forwarded: string | null): Promise<string> {
  const server = createServer((req, res) => void res.end(addressOf(req, trusted)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const headers = { connection: "close", ...(forwarded === null ? {} : { "x-forwarded-for": forwarded }) };
  return (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
}

describe("the caller's address", () => {
  test("without trusted proxies it is the connection's, whatever the header says", async () => {
    expect(await seenAddress("", "203.0.113.9")).toBe("127.0.0.1");
    expect(await seenAddress("", null)).toBe("127.0.0.1");
  });

  test("a stranger's header is not believed though proxies are trusted", async () => {
    expect(await seenAddress("10.0.0.0/8", "203.0.113.9")).toBe("127.0.0.1");
  });

  test.for([
    ["one proxy", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["by word", "loopback", "203.0.113.9", "203.0.113.9"],
    ["two proxies in a row", "127.0.0.1, 10.0.0.0/8", "203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["what the caller wrote before is skipped", "loopback", "1.2.3.4, 203.0.113.9", "203.0.113.9"],
    ["a made-up proxy before a stranger", "loopback,10.0.0.0/8", "1.2.3.4, 10.9.9.9, 203.0.113.9", "203.0.113.9"],
    ["IPv6", "loopback", "2001:db8::7", "2001:db8::7"],
    ["with a port", "loopback", "203.0.113.9:51234", "203.0.113.9"],
    ["IPv6 with a port", "loopback", "[2001:db8::7]:51234", "2001:db8::7"],
    ["not an address", "loopback", "unknown", "127.0.0.1"],
    ["only proxies", "loopback", "127.0.0.9", "127.0.0.9"],
  ] as const)("%s", async ([, trusted, forwarded, expected]) => {
    expect(await seenAddress(trusted, forwarded)).toBe(expected);
  });
});

describe("the limit of attempts", () => {
  async function attempts(db: TestDatabase, purpose: string, trusted: string) {
    const from = async (forwarded: string) => [attemptKey(purpose, "address", await seenAddress(trusted, forwarded))];
    const one = await from("203.0.113.9");
    for (let n = 0; n < ATTEMPT_LIMIT.address; n += 1) await countAttempts(db, one);
    await expect(countAttempts(db, one)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    return countAttempts(db, await from("198.51.100.4"));
  }

  test("is each person's own behind a trusted proxy", async ({ db }) => {
    await expect(attempts(db, "trusted", "loopback")).resolves.toBeUndefined();
  });

  test("cannot be escaped by writing the header oneself", async ({ db }) => {
    await expect(attempts(db, "untrusted", "")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });
});
