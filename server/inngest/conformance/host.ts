import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";

export const APP = "conformance";
export const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Serves functions over HTTP as the product does. */
export async function serveApp(client: Inngest.Any, functions: InngestFunction.Any[]): Promise<Served> {
  const answer = serve({ client, functions, servePath: "/api/inngest" });
  const server: Server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/inngest`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function appClient(options: { fetch?: typeof fetch; baseUrl?: string }): Inngest {
  return new Inngest({ id: APP, isDev: true, checkpointing: false, logger: silent, ...options });
}
