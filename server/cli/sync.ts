import { AppError } from "@/domain/shared/error";
import { pollConnection } from "../connection/poll/commands";
import { pollNow } from "../connection/poll-now/commands";
import { listConnections } from "../connection/queries";
import type { OrgContext } from "../context";
import { evaluateRules } from "../metric/alert/commands";
import { type Command, inOrganisation, UsageError } from "./command";

type Report = {
  connection: string;
  outcome: string;
  read?: number;
  added?: number;
  restated?: number;
  reason?: string;
};

async function pollOne(
  ctx: OrgContext & { timeZone: string },
  { id, name }: { id: string; name: string },
): Promise<Report> {
  try {
    await pollNow({ ...ctx, emit: async () => undefined }, { connectionId: id }); // polled right here, not by a job
    const polled = await pollConnection(ctx, { connectionId: id });
    if (polled.outcome !== "ok") return { connection: name, ...polled };
    const { touched, ...counts } = polled;
    if (touched.length > 0) await evaluateRules(ctx, { seriesIds: touched });
    return { connection: name, ...counts };
  } catch (error) {
    if (error instanceof AppError) return { connection: name, outcome: "refused", reason: error.message };
    throw error;
  }
}

const sentence = ({ connection, outcome, read, added, restated, reason }: Report): string => {
  if (outcome === "ok") return `${connection}: read ${read}, ${added} new, ${restated} restated`;
  if (outcome === "not due") return `${connection}: a worker has it in hand`;
  return `${connection}: ${reason ?? outcome}`;
};

export const syncCommand: Command = {
  usage: [["sync <org> [connection]", "poll one connection now, or all of them, and judge the rules"]],
  notes: "A connection is named by its name or its id. The exit code is 1 when one of them failed.",
  run: async ([slug, ...words]) => {
    if (!slug) throw new UsageError("Name the organisation: sync <org> [connection]");
    const wanted = words.join(" ");
    return inOrganisation(slug, async (ctx) => {
      const all = await listConnections(ctx);
      const chosen = wanted ? all.filter(({ id, name }) => id === wanted || name === wanted) : all;
      if (wanted && chosen.length === 0) {
        const known = all.map(({ name }) => name).join(", ") || "none";
        throw new AppError("NOT_FOUND", `There is no connection "${wanted}". There are: ${known}.`);
      }
      const reports: Report[] = [];
      for (const each of chosen) reports.push(await pollOne(ctx, each));
      const failed = reports.some(({ outcome }) => outcome === "failed" || outcome === "refused");
      return {
        text: reports.map(sentence).join("\n") || "There are no connections.",
        data: { connections: reports },
        ...(failed ? { code: 1 } : {}),
      };
    });
  },
};
