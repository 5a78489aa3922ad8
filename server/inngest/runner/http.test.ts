import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { request } from "./http";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** An app that closes a connection on the requests named, counted from 1; answers with how many it took. */
async function app(
  closing: (taken: number, connection: number) => boolean,
): Promise<{ url: string; taken: () => number }> {
  let taken = 0;
  const connections = new Map<Socket, number>();
  server = createServer((req, res) => {
    taken += 1;
    const connection = connections.get(req.socket) ?? connections.size + 1;
    connections.set(req.socket, connection);
    if (closing(taken, connection)) return void req.socket.resetAndDestroy();
    res.end(String(taken));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, taken: () => taken };
}
const ask = (url: string) => request({ url, headers: {} }, { method: "POST", body: "{}", timeoutMs: 5_000 });

test("a kept connection that the app closes in the same moment costs nothing: another is opened", async () => {
  const { url } = await app((taken) => taken === 2);
  expect((await ask(url)).body).toBe("1");
  expect((await ask(url)).body).toBe("3");
});

test("an app that closes a new connection without an answer is told of, and not asked again", async () => {
  const { url, taken } = await app(() => true);
  await expect(ask(url)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(taken()).toBe(1);
});
