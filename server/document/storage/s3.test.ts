import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyOf } from "./contract";
import { s3Storage } from "./s3";

const bin = process.env.MOTO_BIN ?? "";
if (!bin) console.info("MOTO_BIN not set: documents in a bucket were tried without a real S3 server");

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });

const SETTINGS = { bucket: "portolan", region: "us-east-1", accessKeyId: "test", secretAccessKey: "test" };

async function bytesOf(stream: Readable | null): Promise<Buffer | null> {
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function parcel(folder: string, bytes: Buffer) {
  const file = path.join(folder, randomUUID());
  await writeFile(file, bytes);
  return { path: file, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

describe.runIf(bin)("a bucket on a real S3 server", () => {
  let server: ChildProcess;
  let endpoint = "";
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "portolan-s3-"));
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    server = spawn(bin, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    const client = new AwsClient({
      accessKeyId: "test",
      secretAccessKey: "test",
      service: "s3",
      region: "us-east-1",
      retries: 0,
    });
    const until = Date.now() + 50_000;
    for (;;) {
      const made = await client.fetch(`${endpoint}/portolan`, { method: "PUT" }).catch(() => null);
      if (made?.ok) return;
      if (Date.now() > until) throw new Error("the S3 server did not answer");
      await new Promise((done) => setTimeout(done, 300));
    }
  });
  afterAll(async () => {
    server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  test("bytes go there and come back, are listed and removed", async () => {
    const storage = s3Storage({ ...SETTINGS, endpoint });
    const key = keyOf(randomUUID(), randomUUID());
    const bytes = randomBytes(3_000_000);
    const given = await parcel(folder, bytes);
    await storage.put(key, given);
    expect(existsSync(given.path)).toBe(false);
    expect((await bytesOf(await storage.open(key)))?.equals(bytes)).toBe(true);
    const found = [];
    for await (const each of storage.list()) found.push(each);
    expect(found).toEqual([{ key, at: expect.any(Date) }]);
    expect(Math.abs((found[0]?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await storage.remove(key);
    await storage.remove(key);
    expect(await storage.open(key)).toBeNull();
  });

  test("a list goes on over its pages", async () => {
    const storage = s3Storage({ ...SETTINGS, endpoint });
    const org = randomUUID();
    const client = new AwsClient({ accessKeyId: "test", secretAccessKey: "test", service: "s3", region: "us-east-1" });
    const keys = Array.from({ length: 1_050 }, () => keyOf(org, randomUUID()));
    for (let from = 0; from < keys.length; from += 50)
      await Promise.all(
        keys
          .slice(from, from + 50)
          .map((key) => client.fetch(`${endpoint}/portolan/${key}`, { method: "PUT", body: "x" })),
      );
    const found = new Set<string>();
    for await (const { key } of storage.list()) found.add(key);
    expect(keys.every((key) => found.has(key))).toBe(true);
  }, 120_000);

  test("a bucket that is not there is named as the storage names it", async () => {
    const storage = s3Storage({ ...SETTINGS, bucket: "nowhere", endpoint });
    const given = await parcel(folder, Buffer.from("x"));
    await expect(storage.put(keyOf(randomUUID(), randomUUID()), given)).rejects.toMatchObject({
      message: "The document storage refused: NoSuchBucket. Nothing was kept.",
      isFull: false,
    });
  });
});

test("a storage that does not answer is said in words", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "portolan-s3-"));
  const storage = s3Storage({ ...SETTINGS, endpoint: `http://127.0.0.1:${await freePort()}` });
  const given = await parcel(folder, Buffer.from("x"));
  const down = { message: "The document storage does not answer. Nothing was kept; try again in a moment." };
  await expect(storage.put(keyOf(randomUUID(), randomUUID()), given)).rejects.toMatchObject(down);
  await expect(storage.open(keyOf(randomUUID(), randomUUID()))).rejects.toMatchObject(down);
  expect(existsSync(given.path)).toBe(true);
  await rm(folder, { recursive: true, force: true });
});
