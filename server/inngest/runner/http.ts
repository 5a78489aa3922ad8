import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";

/** Where the app answers, with what proves that the caller may ask. */
export interface Endpoint {
  url: string;
  headers: Readonly<Record<string, string>>;
}
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Question {
  method: "POST" | "PUT";
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
}

const agent = new Agent({ keepAlive: true });

/** The app closed a kept connection just as the request went out on it: nothing of it was read. */
class ClosedMeanwhile extends Error {}

/**
 * One request on node:http: fetch gives up on a slow step after 300 s whatever is asked. A kept connection that the app
 * closed in the same moment costs no attempt: the request goes out once more on another.
 *
 * @throws Error when there is no answer.
 */
export async function request(endpoint: Endpoint, question: Question): Promise<Answer> {
  for (;;) {
    try {
      return await once(endpoint, question);
    } catch (error) {
      if (!(error instanceof ClosedMeanwhile)) throw error;
    }
  }
}

function once(endpoint: Endpoint, question: Question): Promise<Answer> {
  const url = new URL(endpoint.url);
  for (const [name, value] of Object.entries(question.query ?? {})) url.searchParams.set(name, value);
  const body = Buffer.from(question.body);
  const headers = {
    "content-type": "application/json",
    "content-length": body.byteLength,
    ...endpoint.headers,
    ...question.headers,
  };
  return new Promise((resolve, reject) => {
    const call = httpRequest(url, { method: question.method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    const timer = setTimeout(
      () => call.destroy(new Error(`No answer within ${question.timeoutMs} ms`)),
      Math.min(question.timeoutMs, 2 ** 31 - 1),
    );
    call.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // Every kept connection fails so at most once, and a new one never does.
      reject(call.reusedSocket && error.code === "ECONNRESET" ? new ClosedMeanwhile(error.message) : error);
    });
    call.end(body);
  });
}
