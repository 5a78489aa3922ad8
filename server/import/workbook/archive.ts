import { crc32, createInflateRaw } from "node:zlib";
import { FileFault } from "@/domain/import/fault";
import { DAMAGED_CURE } from "@/domain/import/workbook/xml";

/** Limits past which an archive is refused, so that a hostile one costs little. Bytes unless said otherwise. */
export const ARCHIVE_LIMITS = {
  entries: 5_000,
  /** Of all parts that are read, unpacked; they are never held together. */
  unpacked: 256 * 1024 * 1024,
  /** Bytes for one packed byte, looked at from `free` on: sheets of equal rows reach 60, a bomb a thousand. */
  ratio: 200,
  free: 8 * 1024 * 1024,
} as const;

export type Entry = { name: string; method: number; crc: number; packed: number; size: number; offset: number };

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_32 = 0xffffffff;
const ENCRYPTED = 1;
const [STORED, DEFLATED] = [0, 8];
const PIECE = 65_536;

const CUT_OFF_CURE = "Copy or download it again, or save it again in a spreadsheet program.";
const cutOff = () => new FileFault("The workbook is cut off or damaged.", CUT_OFF_CURE);
const bomb = () =>
  new FileFault("The workbook unpacks to far more than its size.", "Save the sheet you need as a workbook of its own.");

/** Reads a number, or says that the file ends too early. */
function reading(bytes: Buffer) {
  const within = (at: number, length: number) => {
    if (at < 0 || at + length > bytes.length) throw cutOff();
    return at;
  };
  return {
    u16: (at: number) => bytes.readUInt16LE(within(at, 2)),
    u32: (at: number) => bytes.readUInt32LE(within(at, 4)),
    u64: (at: number) => Number(bytes.readBigUInt64LE(within(at, 8))),
    part: (at: number, length: number) => bytes.subarray(within(at, length), at + length),
  };
}
type Reading = ReturnType<typeof reading>;

function directoryOf(bytes: Buffer, { u16, u32, u64 }: Reading): { count: number; offset: number } {
  const mark = Buffer.from([0x50, 0x4b, 5, 6]);
  const end = bytes.lastIndexOf(mark);
  if (end < Math.max(0, bytes.length - 65_557) || u32(end) !== END) throw cutOff();
  const [count, offset] = [u16(end + 10), u32(end + 16)];
  if (count !== 0xffff && offset !== MOST_32) return { count, offset };
  if (end < 20 || u32(end - 20) !== LOCATOR_64) return { count, offset };
  const at = u64(end - 12);
  if (u32(at) !== END_64) throw cutOff();
  return { count: u64(at + 32), offset: u64(at + 48) };
}

/** Sizes of a large entry, which stand beside those of a small one. @source PKWARE APPNOTE 6.3.10, §4.5.3 */
function largeSizes(entry: Entry, extra: Buffer): void {
  const { u16, u64 } = reading(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(at + 2)) {
    if (u16(at) !== 1) continue;
    let from = at + 4;
    for (const key of ["size", "packed", "offset"] as const) {
      if (entry[key] !== MOST_32) continue;
      entry[key] = u64(from);
      from += 8;
    }
    return;
  }
}

/**
 * The parts of an archive by their names in lower case, from its directory alone: nothing is unpacked, and no name is ever
 * used as a path.
 *
 * @throws FileFault for one that is cut off, sealed by a password, or not what a spreadsheet program writes.
 * @source PKWARE APPNOTE 6.3.10
 */
export function entriesOf(bytes: Buffer): Map<string, Entry> {
  const read = reading(bytes);
  const { count, offset } = directoryOf(bytes, read);
  if (count > ARCHIVE_LIMITS.entries) {
    const most = ARCHIVE_LIMITS.entries.toLocaleString("en-US");
    throw new FileFault(`The file holds more than ${most} parts.`, "Save the sheet you need as a workbook of its own.");
  }
  const entries = new Map<string, Entry>();
  let at = offset;
  let packed = 0;
  for (let i = 0; i < count; i++) {
    if (read.u32(at) !== CENTRAL) throw cutOff();
    const [nameLength, extraLength, noteLength] = [read.u16(at + 28), read.u16(at + 30), read.u16(at + 32)];
    const name = read
      .part(at + 46, nameLength)
      .toString("utf8")
      .replaceAll("\\", "/");
    const entry: Entry = {
      name,
      method: read.u16(at + 10),
      crc: read.u32(at + 16),
      packed: read.u32(at + 20),
      size: read.u32(at + 24),
      offset: read.u32(at + 42),
    };
    largeSizes(entry, read.part(at + 46 + nameLength, extraLength));
    if ((read.u16(at + 8) & ENCRYPTED) === ENCRYPTED)
      throw new FileFault(
        "The file is sealed by a password.",
        "Unpack it with the password, and choose what is inside.",
      );
    if (name.startsWith("/") || name.split("/").includes("..") || name.includes("\0") || /^[a-z]:/i.test(name))
      throw new FileFault("A part of the file is named as if it lay outside of it.", DAMAGED_CURE);
    const key = name.toLowerCase();
    if (entries.has(key)) throw new FileFault("The file holds two parts of one name.", DAMAGED_CURE);
    entries.set(key, entry);
    packed += entry.packed;
    at += 46 + nameLength + extraLength + noteLength;
  }
  if (packed > bytes.length) throw bomb(); // parts that overlap
  return entries;
}

/** What may still be unpacked of one file. */
export type Budget = { left: number };
export const newBudget = (): Budget => ({ left: ARCHIVE_LIMITS.unpacked });

/**
 * The bytes of a part, unpacked piece by piece on the runtime's own threads.
 *
 * @throws FileFault when it is larger than it says, larger than may be, or damaged.
 */
export async function* bytesOf(bytes: Buffer, entry: Entry, budget: Budget): AsyncGenerator<Buffer> {
  const { u16, u32, part } = reading(bytes);
  if (u32(entry.offset) !== LOCAL) throw cutOff();
  const from = entry.offset + 30 + u16(entry.offset + 26) + u16(entry.offset + 28);
  const packed = part(from, entry.packed);
  if (entry.size > budget.left || isBomb(entry.size, entry.packed)) throw bomb();
  let [size, crc] = [0, 0];
  for await (const piece of entry.method === STORED ? pieces(packed) : inflated(packed, entry.method)) {
    size += piece.length;
    budget.left -= piece.length;
    if (budget.left < 0 || isBomb(size, entry.packed)) throw bomb();
    if (size > entry.size) throw cutOff();
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size || crc !== entry.crc) throw cutOff();
}

const isBomb = (size: number, packed: number) => size > ARCHIVE_LIMITS.free && size > packed * ARCHIVE_LIMITS.ratio;

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    await new Promise((resolve) => setImmediate(resolve)); // lets others in, as unpacking does
  }
}

async function* inflated(packed: Buffer, method: number): AsyncGenerator<Buffer> {
  if (method !== DEFLATED) throw new FileFault("The workbook is packed in a way that is not read.", DAMAGED_CURE);
  const inflate = createInflateRaw({ chunkSize: PIECE });
  inflate.end(packed);
  try {
    for await (const piece of inflate) yield piece as Buffer;
  } catch {
    throw cutOff();
  } finally {
    inflate.destroy();
  }
}
