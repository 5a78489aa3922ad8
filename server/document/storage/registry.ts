import path from "node:path";
import { env } from "@/env";
import type { DocumentStorage } from "./contract";
import { diskStorage } from "./disk";
import { s3Storage } from "./s3";

/** The folder of this machine where uploads arrive and, without a bucket, documents stay. */
export const documentsFolder = (): string => path.resolve(env().PORTOLAN_HOME, "documents");

/** The storage that the settings name: a bucket, or else the data folder. */
export function documentStorage(): DocumentStorage {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env();
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY)
    return diskStorage(path.join(documentsFolder(), "objects"));
  return s3Storage({
    ...{ endpoint: S3_ENDPOINT, bucket: S3_BUCKET, region: S3_REGION },
    ...{ accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
  });
}
