import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip, constants as zlib } from "node:zlib";

const LINE_END = 0x0a;

/** Passes bytes on and counts them, their lines and their hash. COPY writes a line break inside a value as `\n`. */
export class Meter extends Transform {
  readonly #hash = createHash("sha256");
  bytes = 0;
  lines = 0;

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) this.lines += 1;
    done(null, chunk);
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }
}

type Held = { bytes: number; lines: number; sha256: string };
const measured = (meter: Meter): Held => ({ bytes: meter.bytes, lines: meter.lines, sha256: meter.sha256() });

/** Writes the sources one after another into a compressed file; it is on the disk when this resolves. */
export async function writeCompressed(file: string, sources: AsyncIterable<NodeJS.ReadableStream>): Promise<Held> {
  const meter = new Meter();
  const flow = async function* () {
    for await (const source of sources) yield* source as AsyncIterable<Buffer>;
  };
  const out = createWriteStream(file, { flags: "wx", mode: 0o600, flush: true });
  await pipeline(flow, meter, createGzip({ level: zlib.Z_BEST_SPEED }), out);
  return measured(meter);
}

/** What a compressed file holds. @throws Error when it is no longer what was written */
export function readCompressed(file: string): NodeJS.ReadableStream {
  const source = createReadStream(file);
  const plain = createGunzip();
  source.on("error", (error) => plain.destroy(error));
  return source.pipe(plain);
}

/** Reads to the end and measures. */
export async function measure(source: NodeJS.ReadableStream | AsyncIterable<NodeJS.ReadableStream>): Promise<Held> {
  const meter = new Meter();
  const flow = async function* () {
    if (!("pipe" in source)) for await (const each of source) yield* each as AsyncIterable<Buffer>;
    else yield* source as AsyncIterable<Buffer>;
  };
  meter.resume();
  await pipeline(flow, meter);
  return measured(meter);
}

/** Names made in a folder are on the disk only when the folder itself is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
