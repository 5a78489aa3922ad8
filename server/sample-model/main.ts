import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { env } from "@/env";
import { answer } from "@/server/sample-model/service";

const MOST_BYTES = 4096;

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  let text = "";
  for await (const piece of request) {
    text += piece;
    if (text.length > MOST_BYTES) return null;
  }
  return text;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isLocal = /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? "");
  const body = await bodyOf(request);
  const given = {
    method: request.method ?? "",
    url: request.url ?? "/",
    host: request.headers.host ?? "",
    isLocal,
    body,
  };
  const { status, contentType, text } = answer(given, new Date());
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" }).end(text);
}

const { SAMPLE_MODEL_PORT } = env();
const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    response.headersSent ? response.destroy() : response.writeHead(500).end();
  });
});
server.listen(SAMPLE_MODEL_PORT, "127.0.0.1", () => {
  process.stdout.write(`Sample models on http://127.0.0.1:${SAMPLE_MODEL_PORT}/metrics\n`);
});

function stop(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
