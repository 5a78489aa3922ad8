import type { Readable } from "node:stream";
import { AppError } from "@/domain/shared/error";

/** What is known of bytes before they are put away. */
export type Parcel = { path: string; size: number; sha256: string };

/** Where the bytes of documents lie. A key is written once and its bytes never change. */
export interface DocumentStorage {
  /** Takes a finished file of this machine; the file is gone afterwards. All of it is there, or nothing. */
  put(key: string, parcel: Parcel): Promise<void>;
  /** Null when there is nothing under the key. */
  open(key: string): Promise<Readable | null>;
  /** Also when there is nothing. */
  remove(key: string): Promise<void>;
  /** Every key and since when it is there, organisation by organisation. */
  list(): AsyncIterable<{ key: string; at: Date }>;
}

/** `<organisation>/<two of the id>/<id>`: nothing of it comes from a name. */
export const keyOf = (orgId: string, fileId: string): string => `${orgId}/${fileId.slice(-2)}/${fileId}`;

const KEY = /^([0-9a-f-]{36})\/[0-9a-f]{2}\/([0-9a-f-]{36})$/;

/** @throws RangeError for anything else, before it becomes part of a path or an address */
export function partsOf(key: string): { orgId: string; fileId: string } {
  const [, orgId, fileId] = KEY.exec(key) ?? [];
  if (!orgId || !fileId) throw new RangeError("No key of a document");
  return { orgId, fileId };
}

/** The storage has no room, or does not answer: said in words, and the caller's to try again. */
export class StorageFault extends AppError {
  constructor(
    message: string,
    readonly isFull: boolean,
  ) {
    super("INTERNAL_SERVER_ERROR", message);
    this.name = "StorageFault";
  }
}

export const DISK_FULL = "The server's disk is full. Nothing was kept; ask whoever runs this server to make room.";

/** Errors of the file system that mean no room. @throws whatever else it was */
export function asFault(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") throw new StorageFault(DISK_FULL, true);
  throw error;
}
