import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { asOfInstant, asOfText } from "@/domain/shared/as-of";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import { exportInitiatives } from "../initiative/export";
import { type Command, inOrganisation, textFlag, UsageError } from "./command";

type Write = (chunk: string) => Promise<void>;

/** Writes beside the file and moves it there when it is whole, so that a stop in the middle leaves no half file. */
async function intoFile<T>(file: string, work: (write: Write) => Promise<T>): Promise<T> {
  const draft = `${file}.${process.pid}.partial`;
  const out = createWriteStream(draft, { flags: "wx" });
  try {
    const result = await work((chunk) => push(out, chunk));
    out.end();
    await finished(out);
    await rename(draft, file);
    return result;
  } catch (error) {
    out.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}

const push = (out: NodeJS.WritableStream, chunk: string): Promise<void> =>
  new Promise((resolve, reject) => {
    out.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

export const exportCommand: Command = {
  usage: [
    [
      "export <org> initiatives [file.csv]",
      "the register as CSV, to standard output without a file   [--at day] [--where 'stage=pilot&tier=1']",
    ],
  ],
  options: { at: { type: "string" }, where: { type: "string" } },
  notes:
    "--at shows the register as it was recorded at the end of that day; --where takes what stands behind the ? of the page's address.",
  run: async ([slug, register, file], flags) => {
    if (!slug || register !== "initiatives")
      throw new UsageError("Name the organisation and the register: export <org> initiatives [file.csv]");
    if (!file && flags.json) throw new UsageError("With --json name a file, so that rows and report do not mix.");
    const at = textFlag(flags, "at");
    if (at && !asOfText.safeParse(at).success) throw new UsageError("--at takes a day such as 2026-11-20.");
    return inOrganisation(slug, async (ctx) => {
      const asOf = asOfInstant(at, ctx.timeZone, ctx.now);
      const view = viewFromParams(readerOf(new URLSearchParams(textFlag(flags, "where") ?? "")), INITIATIVE_REGISTER);
      const write = (to: Write) => exportInitiatives({ ...ctx, asOf }, { view }, to);
      if (!file) {
        const rows = await write((chunk) => push(process.stdout, chunk));
        return { text: "", data: { rows } };
      }
      const rows = await intoFile(file, write);
      return { text: `Wrote ${rows} initiatives to ${file}.`, data: { rows, file } };
    });
  },
};
