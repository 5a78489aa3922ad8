import { once } from "node:events";
import type { TransformOptions } from "node:stream";
import { crc32, createDeflateRaw, type ZlibOptions } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";

const DEFLATE = 8;
const FASTER = 3; // of 9: twice as fast as 6 and a tenth larger
/** At most 256 kB wait to be packed: a wait for every piece leaves more behind than it saves. */
const PACKED: ZlibOptions & TransformOptions = { level: FASTER, highWaterMark: 256 * 1024 };

/**
 * A ZIP file made part by part, packed by the runtime's own threads, so that neither memory nor the event loop feels its
 * size. `take` gives what has come together since it was last called.
 */
export function archive() {
  let waiting: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    waiting.push(chunk);
  });
  /** Begins a file; the one before must have ended. */
  const begin = (filename: string) => {
    const file: ZipInputFile = { filename, size: 0, crc: 0, compression: DEFLATE };
    zip.add(file);
    const deflate = createDeflateRaw(PACKED);
    deflate.on("data", (chunk: Buffer<ArrayBuffer>) => file.ondata?.(null, chunk, false));
    return {
      write: async (text: string): Promise<void> => {
        const bytes = Buffer.from(text);
        file.crc = crc32(bytes, file.crc);
        file.size += bytes.length;
        if (!deflate.write(bytes)) await once(deflate, "drain");
      },
      end: async (): Promise<void> => {
        deflate.end();
        await once(deflate, "end");
        file.ondata?.(null, new Uint8Array(), true);
      },
    };
  };
  return {
    begin,
    end: (): void => zip.end(),
    take: (): Uint8Array => {
      const taken = Buffer.concat(waiting);
      waiting = [];
      return taken;
    },
  };
}
