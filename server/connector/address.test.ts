import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { assertReachable, parseAllowList } from "@/server/connector/address";
import { HttpClient } from "@/server/connector/http";
import { publicUrl, retryAfterMs } from "@/server/connector/http-error";

const reach =
  (address: string, allow = "", port = 443) =>
  () =>
    assertReachable("models.example.org", address, port, parseAllowList(allow));

describe("addresses", () => {
  test.each(["93.184.216.34", "8.8.8.8", "2606:4700::1111", "172.32.0.1", "11.0.0.1", "100.63.255.255"])(
    "%s is reached",
    (address) => {
      expect(reach(address)).not.toThrow();
    },
  );

  test.each([
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "::1",
    "fd12::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:0001::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  ])("%s is private", (address) => {
    expect(reach(address)).toThrow(/private address/);
  });

  test.each([
    "169.254.169.254",
    "fe80::1%eth0",
    "::ffff:a9fe:a9fe",
    "fd00:ec2::254",
    "0.0.0.0",
    "::",
    "255.255.255.255",
  ])("%s is never reached, whatever is allowed", (address) => {
    expect(reach(address, "0.0.0.0/0, [::/0]")).toThrow(/never reach/);
  });

  test("a range may be allowed, also for one port only", () => {
    expect(reach("10.20.3.4", "10.20.0.0/16")).not.toThrow();
    expect(reach("10.21.3.4", "10.20.0.0/16")).toThrow();
    expect(reach("127.0.0.1", "127.0.0.1:9464", 9464)).not.toThrow();
    expect(reach("127.0.0.1", "127.0.0.1/32:9464", 5432)).toThrow();
    expect(reach("fd12::5", "[fd12::/16]:8080", 8080)).not.toThrow();
    expect(reach("::1", "::1/128")).not.toThrow();
    expect(reach("::ffff:10.20.3.4", "10.20.0.0/16")).not.toThrow();
  });

  test.each(["localhost", "10.0.0.0/33", "10.0.0/8", "127.0.0.1:99999"])("%s is no range", (entry) => {
    expect(() => parseAllowList(entry)).toThrow(RangeError);
  });

  test("odd ways to write an address do not get round the guard", async () => {
    const client = new HttpClient({ allow: [], retries: 0, idleTimeoutMs: 500 });
    for (const url of [
      "http://2130706433/",
      "http://0x7f.1/",
      "http://0177.0.0.1/",
      "http://localhost/",
      "http://[::1]/",
    ])
      await expect(client.ask(url, { secret: null })).rejects.toMatchObject({ kind: "config" });
  });
});

test("a name with several addresses leads to one that may be reached, and nowhere else", async () => {
  const hosts: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.socket.localAddress);
    response.end("ok");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const ask = (allow: string) =>
    new HttpClient({ allow: parseAllowList(allow), retries: 0 }).ask(`http://localhost:${port}/`, { secret: null });
  expect((await ask(`127.0.0.1/32:${port}`)).body.toString()).toBe("ok");
  await expect(ask("10.0.0.0/8")).rejects.toMatchObject({ kind: "config" });
  server.close();
  expect(hosts).toEqual(["127.0.0.1"]);
});

describe("what is shown of a request", () => {
  test("no user, password or telling parameter", () => {
    expect(publicUrl("https://ann:pw@a.example/x?api_key=1&page=2#y")).toBe(
      "https://a.example/x?api_key=hidden&page=2",
    );
  });

  test("times to wait", () => {
    const now = Date.parse("2026-11-20T06:00:00Z");
    expect(retryAfterMs("120", now)).toBe(120_000);
    expect(retryAfterMs("Fri, 20 Nov 2026 06:00:30 GMT", now)).toBe(30_000);
    expect(retryAfterMs("Fri, 20 Nov 2020 06:00:30 GMT", now)).toBe(0);
    expect(retryAfterMs("soon", now)).toBe(60_000);
  });
});
