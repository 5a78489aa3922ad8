import { isNull } from "drizzle-orm";
import { risk } from "@/db/schema/risk";
import { riskIndicator } from "@/db/schema/risk-part";
import type { OrgContext } from "@/server/context";
import { read } from "@/server/record/read";
import { escalateRisks } from "@/server/risk/escalate/commands";
import { applySignals } from "@/server/risk/indicator/commands";
import type { Cast, Event } from "../story";
import type { Stage } from "./parts";
import type { SampleRisk } from "./shape";

const DAY_MS = 86_400_000;
/** Days ago on which the rules looked at the whole register: more often of late, when pages show what moved. */
const LOOKS_AGO = [330, 300, 240, 180, 130, 110, 85, 60, 40, 30, 24, 22.5, 18.5, 15.5, 10, 5, 2.5];

const rules = (cast: Cast, now: Date): OrgContext => ({
  ...cast.contextOf(null),
  ...{ now, actor: { kind: "job", name: "Risk rules" } },
});

/** What measures make of the risks tied to them. */
export async function followAlerts(cast: Cast, at: Date): Promise<void> {
  const ctx = rules(cast, at);
  const rows = await read(ctx, (tx) => tx.selectDistinct({ id: riskIndicator.riskId }).from(riskIndicator));
  await applySignals(
    ctx,
    rows.map(({ id }) => id),
    { at },
  );
}

async function escalate(cast: Cast, at: Date): Promise<void> {
  const ctx = rules(cast, at);
  const rows = await read(ctx, (tx) => tx.select({ id: risk.id }).from(risk).where(isNull(risk.closedOn)));
  await escalateRisks(
    ctx,
    rows.map(({ id }) => id),
    { at },
  );
}

/** The rules' own looks: at measures once a risk is tied to one, at what is raised to whom on chosen days. */
export function looked({ cast, now }: Stage, risks: readonly SampleRisk[]): Event[] {
  const tied = [...new Set(risks.flatMap(({ indicators = [] }) => indicators.map(({ ago }) => ago)))];
  return [
    ...tied.map((ago) => ({
      at: new Date(now.getTime() - (ago - 1) * DAY_MS),
      play: (at: Date) => followAlerts(cast, at),
    })),
    ...LOOKS_AGO.map((ago) => ({
      at: new Date(now.getTime() - ago * DAY_MS),
      play: (at: Date) => escalate(cast, at),
    })),
  ];
}
