import { need } from "@/env";
import { backUp } from "../operations/backup/commands";
import { checkBackup, restoreBackup } from "../operations/restore/commands";
import { storageFolder } from "../operations/storage/queries";
import { type Command, UsageError } from "./command";

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const backupCommand: Command = {
  usage: [["backup <folder>", "copy everything into a new folder while the system runs"]],
  notes:
    "Database and documents, in one snapshot. Stored secrets stay sealed: keep SECRETS_KEY elsewhere, it is not in the backup. Sessions are left out. The folder has its name only when it is whole.",
  run: async ([folder, more]) => {
    if (!folder || more) throw new UsageError("Name one new folder: backup <folder>");
    const made = await backUp({ ownerUrl: need("DATABASE_OWNER_URL"), target: folder, storage: storageFolder() });
    return {
      text: `Backed up ${made.organisations} organisations to ${made.folder}: ${made.rows} rows, ${made.files} documents, ${megabytes(made.bytes)} before compression.\nThe key (SECRETS_KEY) is not in it: keep it elsewhere.`,
      data: { ...made },
    };
  },
};

export const restoreCommand: Command = {
  usage: [["restore <folder>", "load a backup into an empty database   [--check]"]],
  options: { check: { type: "boolean" } },
  notes:
    "--check reads the backup and compares it with its manifest, without a database. Stop web and worker first. Everything is loaded in one transaction and compared before it counts. Everybody signs in again afterwards.",
  run: async ([folder, more], flags) => {
    if (!folder || more) throw new UsageError("Name the folder of the backup: restore <folder>");
    if (flags.check) {
      const { tables, files, snapshotAt } = await checkBackup(folder);
      return {
        text: `The backup of ${snapshotAt} is whole: ${tables.length} tables, ${files.length} documents.`,
        data: { whole: true, snapshotAt, tables: tables.length, files: files.length },
      };
    }
    const done = await restoreBackup({ ownerUrl: need("DATABASE_OWNER_URL"), folder, storage: storageFolder() });
    return {
      text: `Restored ${done.organisations} organisations as of ${done.snapshotAt}: ${done.rows} rows, ${done.files} documents, compared with the backup.`,
      data: { ...done },
    };
  },
};
