import { readFile } from "node:fs/promises";
import path from "node:path";
import { importNoun } from "@/domain/import/input";
import { IMPORT_NOUNS } from "@/domain/import/words";
import { keepUpload, planImport } from "../import/commands";
import { commitImport } from "../import/commit/commands";
import { prepareImport } from "../import/queries";
import { type Command, inOrganisation, textFlag, UsageError } from "./command";

export const importCommand: Command = {
  usage: [
    [
      "import <org> <file>",
      "a register from CSV or XLSX, as a dry run   [--noun risk] [--commit] [--good-lines] [--key column,column] [--sheet name]",
    ],
  ],
  options: {
    noun: { type: "string" },
    sheet: { type: "string" },
    commit: { type: "boolean" },
    "good-lines": { type: "boolean" },
    key: { type: "string" },
  },
  notes:
    "--noun says what the file holds: initiative (the default), risk, assumption or issue; --commit writes; --good-lines writes the lines without a fault and leaves the others; --key says which columns tell records apart; --sheet says which sheet of a workbook, else the first that is a table.",
  run: async ([slug, file], flags) => {
    if (!slug || !file)
      throw new UsageError("Name the organisation and the file: import <org> <file.csv or file.xlsx>");
    return inOrganisation(slug, async (ctx) => {
      const sheet = textFlag(flags, "sheet");
      const noun = importNoun.safeParse(textFlag(flags, "noun") ?? "initiative");
      if (!noun.success) throw new UsageError(`--noun is one of: ${IMPORT_NOUNS.join(", ")}`);
      const choices = sheet === undefined ? {} : { sheet };
      const { id } = await keepUpload(ctx, {
        noun: noun.data,
        name: path.basename(file),
        bytes: await readFile(file),
        choices,
      });
      const { mapping, file: read } = await prepareImport(ctx, { id });
      const of = read.sheet ? `${file}, sheet “${read.sheet.name}”` : file;
      const key =
        textFlag(flags, "key")
          ?.split(",")
          .map((name) => name.trim()) ?? mapping.key;
      const { counts, fault, report } = await planImport(ctx, { id, mapping: { ...mapping, key } });
      const said = `${counts.created} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.rejected} rejected`;
      if (!flags.commit)
        return {
          text: `Dry run of ${of}: ${said}. Add --commit to import.`,
          data: { importId: id, sheet: read.sheet?.name ?? null, counts, fault, report },
        };
      const done = await commitImport(ctx, { id, rows: flags["good-lines"] ? "good" : "all", counts });
      return {
        text: `Imported ${of}: ${said}.`,
        data: { importId: id, sheet: read.sheet?.name ?? null, changeId: done.changeId, counts },
      };
    });
  },
};
