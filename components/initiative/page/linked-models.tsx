import { formatPointDate } from "@/components/chart/point-date";
import { healthStatus, type InitiativeData } from "@/components/initiative/shape";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { OrgLink } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { counted, joinClauses, sentence, verb } from "@/domain/shared/sentence";

function conclusion(models: InitiativeData["models"]): string {
  const live = models.filter(({ status }) => status === "live");
  const of = (...healths: string[]) => live.filter(({ health }) => healths.includes(health)).length;
  const [outside, silent, inside] = [of("critical", "warning"), of("no_data"), of("inside")];
  if (live.length === 0) return "No linked model is live.";
  const clauses = joinClauses([
    outside > 0
      ? `${counted(outside, "model")} ${verb(outside, "is", "are")} outside its limits`.replace(
          /its limits$/,
          outside === 1 ? "its limits" : "their limits",
        )
      : null,
    silent > 0 ? `${counted(silent, "model")} ${verb(silent, "sends", "send")} no data` : null,
    inside > 0 && outside + silent > 0 ? `${counted(inside, "model")} inside` : null,
  ]);
  if (clauses) return sentence(clauses);
  return inside === live.length
    ? sentence(`${counted(inside, "live model")}, inside ${inside === 1 ? "its" : "their"} limits`)
    : "No rule has looked at every model yet.";
}

/** The models that carry the initiative, each with its worst open alert. */
export function LinkedModels({ org, page }: { org: string; page: InitiativeData }) {
  const { models, timeZone } = page;
  if (models.length === 0) return null;
  return (
    <Section
      id="models"
      name="Linked models"
      link={{ label: "All models", href: `/${org}/models` }}
      sentence={conclusion(models)}
    >
      <PlainTable
        label="Linked models"
        rows={models}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "name",
            label: "Model",
            render: ({ id, name, tier, status }) => (
              <TwoLine
                main={
                  <OrgLink href={`/${org}/models/${id}`} className="underline-offset-2 hover:underline">
                    {name}
                  </OrgLink>
                }
                sub={[tier === null ? "unrated" : `tier ${tier}`, status === "live" ? null : status]
                  .filter(Boolean)
                  .join(" · ")}
              />
            ),
          },
          {
            key: "since",
            label: "Since",
            align: "right",
            render: ({ since }) => formatPointDate(since, "day", { timeZone }),
          },
          {
            key: "state",
            label: "State",
            align: "right",
            render: ({ health, status }) =>
              status === "live" ? (
                <Status status={healthStatus(health)} words="limit">
                  {MODEL_HEALTH_TEXT[health]}
                </Status>
              ) : (
                <span className="text-ink-2">{status === "retired" ? "retired" : "in development"}</span>
              ),
          },
        ]}
      />
    </Section>
  );
}
