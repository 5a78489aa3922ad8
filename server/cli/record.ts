import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { recordId, versionRef } from "@/domain/seal/input";
import { AppError } from "@/domain/shared/error";
import { groupThousands } from "@/domain/shared/sentence";
import { proofOf } from "../seal/proof/queries";
import { recordVersions } from "../seal/queries";
import { writeRecord } from "../seal/record/queries";
import { type Command, columns, inOrganisation, textFlag, UsageError } from "./command";

/** Writes beside the file and moves it there when it is whole. */
async function intoFile<T>(file: string, work: (write: (chunk: string) => Promise<void>) => Promise<T>): Promise<T> {
  const draft = `${file}.${process.pid}.partial`;
  const out = createWriteStream(draft, { flags: "wx" });
  const zip = file.endsWith(".gz") ? createGzip() : null;
  zip?.pipe(out);
  const target = zip ?? out;
  try {
    const result = await work(async (chunk) => {
      if (!target.write(chunk)) await once(target, "drain");
    });
    target.end();
    await finished(out);
    await rename(draft, file);
    return result;
  } catch (error) {
    out.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}

export const recordCommand: Command = {
  usage: [
    ["record <org> <file.jsonl[.gz]>", "write the whole record with its seals, for verify and for whoever keeps it"],
  ],
  run: async ([slug, file]) => {
    if (!slug || !file) throw new UsageError("Name the organisation and the file: record <org> <file.jsonl>");
    return inOrganisation(slug, async (ctx) => {
      const manifest = await intoFile(file, (write) => writeRecord(ctx, write));
      const { days, rows, head } = manifest;
      return {
        text: `Wrote ${file}: ${groupThousands(rows)} entries, ${groupThousands(days)} sealed days. Head: ${head ?? "none, nothing is sealed yet"}`,
        data: { file, ...manifest },
      };
    });
  },
};

export const proofCommand: Command = {
  usage: [
    [
      "proof <org> <record> [file.json]",
      "the versions of a record; with a file, the proof of one   [--since instant] [--table name]",
    ],
  ],
  options: { since: { type: "string" }, table: { type: "string" } },
  notes:
    "<record> is a page's link, an id, or the code of an initiative. --since names the version by its instant; without it the latest sealed one is taken.",
  run: async ([slug, record, file], flags) => {
    if (!slug || !record)
      throw new UsageError("Name the organisation and the record: proof <org> <record> [file.json]");
    const [since, table] = [textFlag(flags, "since"), textFlag(flags, "table")];
    return inOrganisation(slug, async (ctx) => {
      const versions = (await recordVersions(ctx, { record })).filter((each) => !table || each.table === table);
      if (versions.length === 0)
        throw new AppError("NOT_FOUND", `Nothing is recorded of "${recordId(record) ?? record}".`);
      if (!file)
        return {
          text: columns(
            versions.map((each) => [each.table, each.at, each.day ?? "not sealed yet", each.action, each.by]),
          ),
          data: { versions },
        };
      const chosen = versions.find((each) => (since ? each.at.startsWith(since) : each.day));
      if (!chosen) throw new AppError("NOT_FOUND", since ? `No version since ${since}.` : "No version is sealed yet.");
      const proof = await proofOf(ctx, versionRef.parse(chosen));
      await writeFile(file, `${JSON.stringify(proof, null, 2)}\n`);
      const { day } = chosen;
      return {
        text: `Wrote ${file}: ${chosen.table} ${chosen.id} since ${chosen.at}, sealed for ${day}. Chain hash of that day: ${proof.chain}`,
        data: { file, ...chosen, chain: proof.chain },
      };
    });
  },
};
