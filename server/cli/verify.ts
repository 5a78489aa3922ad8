import { findingText, reportLines } from "@/domain/seal/report";
import { verifyLive } from "../seal/commands";
import { verifyFile } from "../seal/file/queries";
import { type Command, inOrganisation, type Result, textFlag, UsageError } from "./command";

const HASH = /^[0-9a-f]{64}$/;

export const verifyCommand: Command = {
  usage: [
    ["verify <record or proof>", "check an exported record, or a proof, from the file alone   [--head hash]"],
    ["verify --live <org>", "check the record in the database"],
  ],
  options: { head: { type: "string" }, live: { type: "string" } },
  notes:
    "--head: a hash you kept earlier. The chain must still hold it; a proof must lead to it. A file needs no database.\nExit code 1: something is not as it was sealed.",
  run: async ([file], flags): Promise<Result> => {
    const [head, live] = [textFlag(flags, "head"), textFlag(flags, "live")];
    if (head && !HASH.test(head)) throw new UsageError("--head takes the 64 digits of a SHA-256.");
    if ((file === undefined) === (live === undefined)) throw new UsageError("Name a file, or --live <org>.");
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
      data: {
        ok: report.found === 0,
        ...report,
        findings: report.findings.map((finding) => ({ ...finding, text: findingText(finding) })),
      },
      code: report.found === 0 ? 0 : 1,
    };
  },
};
