import { stat } from "node:fs/promises";
import { findingText, type Report, reportLines } from "@/domain/seal/report";
import { folderLines, verifyFolder } from "../operations/organisation-export/queries";
import { verifyLive } from "../seal/commands";
import { verifyFile } from "../seal/file/queries";
import { type Command, inOrganisation, type Result, textFlag, UsageError } from "./command";

const HASH = /^[0-9a-f]{64}$/;

const inWords = (report: Report) => ({
  ...report,
  findings: report.findings.map((finding) => ({ ...finding, text: findingText(finding) })),
});

async function verifiedFolder(folder: string, head: string | undefined): Promise<Result> {
  const report = await verifyFolder(folder, head);
  const ok = report.found === 0 && report.record?.found === 0;
  return {
    text: folderLines(report).join("\n"),
    data: { ok, ...report, record: report.record && inWords(report.record) },
    code: ok ? 0 : 1,
  };
}

export const verifyCommand: Command = {
  usage: [
    [
      "verify <path>",
      "check an exported record or a proof from the file alone, or the folder of org export   [--head hash]",
    ],
    ["verify --live <org>", "check the record in the database"],
  ],
  options: { head: { type: "string" }, live: { type: "string" } },
  notes:
    "--head: a hash you kept earlier. The chain must still hold it; a proof must lead to it. Files need no database.\nOf a folder, every file is checked against its manifest, its record against the seals, and its tables against the record.\nExit code 1: something is not as it was sealed.",
  run: async ([file], flags): Promise<Result> => {
    const [head, live] = [textFlag(flags, "head"), textFlag(flags, "live")];
    if (head && !HASH.test(head)) throw new UsageError("--head takes the 64 digits of a SHA-256.");
    if ((file === undefined) === (live === undefined)) throw new UsageError("Name a file or folder, or --live <org>.");
    if (file && (await stat(file)).isDirectory()) return verifiedFolder(file, head);
    const result = file
      ? await verifyFile(file, head)
      : {
          kind: "record" as const,
          report: await inOrganisation(live ?? "", (ctx) => verifyLive(ctx, head ? { head } : {})),
        };
    if (result.kind === "proof") {
      const { ok, text } = result.result;
      return { text, data: { ...result.result }, code: ok ? 0 : 1 };
    }
    const { report } = result;
    return {
      text: reportLines(report).join("\n"),
      data: { ok: report.found === 0, ...inWords(report) },
      code: report.found === 0 ? 0 : 1,
    };
  },
};
