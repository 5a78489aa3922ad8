import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * Stands between a program and PostgreSQL and cuts every connection when `after` messages went through: what a program that
 * is killed at that moment leaves behind.
 */
export async function cuttingProxy(databaseUrl: string, after: number) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let passed = 0;
  let isCut = false;
  const cut = () => {
    isCut = true;
    server.close(); // nobody gets in any more
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const server = createServer((client) => {
    if (isCut) client.resetAndDestroy(); // it was let in just before
    if (isCut) return;
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (chunk) => {
      passed += 1;
      if (passed > after) cut();
      else upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    wasCut: () => isCut,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
