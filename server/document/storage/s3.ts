import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { AwsV4Signer } from "aws4fetch";
import { type DocumentStorage, type Parcel, partsOf, StorageFault } from "./contract";

export type S3Settings = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

const SILENT_MS = 30_000;
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const DOWN = "The document storage does not answer. Nothing was kept; try again in a moment.";

type Call = { method: string; path: string; query?: Record<string, string>; parcel?: Parcel };

/** One signed request, its body streamed from a file. Answers once the head of the answer is there. */
async function call(settings: S3Settings, { method, path, query = {}, parcel }: Call): Promise<IncomingMessage> {
  const url = new URL(`${settings.endpoint.replace(/\/+$/, "")}/${settings.bucket}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const signed = await new AwsV4Signer({
    ...{ method, url: url.href, service: "s3", region: settings.region },
    ...{ accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    headers: { "x-amz-content-sha256": parcel?.sha256 ?? EMPTY_SHA256 },
  }).sign();
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  const headers = { ...Object.fromEntries(signed.headers), ...(parcel ? { "content-length": parcel.size } : {}) };
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = send(signed.url, { method, headers, timeout: SILENT_MS }, resolve);
      sent.on("error", reject);
      sent.on("timeout", () => sent.destroy(new Error("no answer")));
      if (parcel) pipeline(createReadStream(parcel.path), sent).catch(reject);
      else sent.end();
    });
  } catch {
    throw new StorageFault(DOWN, false);
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws StorageFault naming the storage's own word for what is wrong */
async function expectOk(answer: IncomingMessage): Promise<string> {
  const text = await textOf(answer);
  const { statusCode = 500 } = answer;
  if (statusCode < 300) return text;
  const [, code = `status ${statusCode}`] = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(text) ?? [];
  throw new StorageFault(`The document storage refused: ${code}. Nothing was kept.`, code === "QuotaExceeded");
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const valuesOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, value = ""]) => unescaped(value));

/** A bucket of any storage that speaks S3, addressed by path. */
export function s3Storage(settings: S3Settings): DocumentStorage {
  const placeOf = (key: string): string => {
    partsOf(key);
    return `/${key}`;
  };
  return {
    put: async (key, parcel) => {
      await expectOk(await call(settings, { method: "PUT", path: placeOf(key), parcel }));
      await rm(parcel.path, { force: true });
    },
    open: async (key) => {
      const answer = await call(settings, { method: "GET", path: placeOf(key) });
      if (answer.statusCode === 200) return answer;
      if (answer.statusCode === 404) {
        answer.resume();
        return null;
      }
      await expectOk(answer);
      throw new StorageFault(DOWN, false);
    },
    remove: async (key) => {
      await expectOk(await call(settings, { method: "DELETE", path: placeOf(key) }));
    },
    async *list() {
      for (let token: string | undefined = ""; token !== undefined; ) {
        const query: Record<string, string> = { "list-type": "2", "max-keys": "1000" };
        if (token) query["continuation-token"] = token;
        const xml = await expectOk(await call(settings, { method: "GET", path: "", query }));
        const [keys, instants] = [valuesOf(xml, "Key"), valuesOf(xml, "LastModified")];
        for (const [index, key] of keys.entries()) yield { key, at: new Date(instants[index] ?? 0) };
        [token] = valuesOf(xml, "NextContinuationToken");
      }
    },
  };
}
