import { env } from "@/env";
import { examine } from "../operations/doctor/queries";
import { uploadFolder } from "../operations/storage/queries";
import { type Command, columns } from "./command";

export const doctorCommand: Command = {
  usage: [["doctor", "look at settings, database, worker, mail, storage, clock and disk; says what to do"]],
  notes: "The exit code is 1 when something fails. Run it where web and worker run, with their settings.",
  run: async () => {
    const findings = await examine(env(), uploadFolder());
    const lines = findings.map(({ check, status, says, todo }) => [status, check, todo ? `${says}. ${todo}` : says]);
    const failed = findings.filter(({ status }) => status === "fail").length;
    return {
      text: columns(lines),
      data: { healthy: failed === 0, findings },
      ...(failed > 0 ? { code: 1 } : {}),
    };
  },
};
