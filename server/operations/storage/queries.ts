import path from "node:path";
import { env } from "@/env";
import { documentsFolder } from "../../document/storage/registry";

/** The folder that holds the documents; null where they lie in a bucket, which is kept by its own means. */
export function storageFolder(): string | null {
  const { S3_ENDPOINT, S3_BUCKET } = env();
  return S3_ENDPOINT && S3_BUCKET ? null : path.join(documentsFolder(), "objects");
}

/** The folder uploads arrive in, whether they stay or not. */
export const uploadFolder = documentsFolder;
