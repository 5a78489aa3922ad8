import { formatPointDate, type Where } from "@/components/chart/point-date";
import type { ModelData } from "@/components/model/shape";
import { PlainTable } from "@/components/table/plain-table";
import { ABSENT } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { lastingWords, versionsSentence } from "@/domain/model/conclusion";

/** Every version that was seen, the one at work first. */
export function VersionTable({ page, where }: { page: ModelData; where: Where }) {
  const { versions, lookedFrom } = page;
  const live = versions.find(({ liveTo }) => liveTo === null);
  return (
    <Section
      id="versions"
      name="Versions"
      aside="as the platform names them"
      sentence={versionsSentence(versions, { asOf: lookedFrom, timeZone: where.timeZone ?? "UTC" })}
    >
      {versions.length === 0 ? null : (
        <PlainTable
          label="Versions"
          rows={versions}
          rowKey={({ id }) => id}
          isMarked={({ id }) => id === live?.id}
          columns={[
            { key: "label", label: "Version", render: ({ label }) => <span className="font-medium">{label}</span> },
            { key: "alias", label: "Alias", wideOnly: true, render: ({ alias }) => alias ?? ABSENT },
            {
              key: "from",
              label: "At work from",
              render: ({ liveFrom }) => (
                <span className="whitespace-nowrap">{formatPointDate(liveFrom, "day", where)}</span>
              ),
            },
            {
              key: "to",
              label: "To",
              render: ({ liveTo, liveFrom }) => (
                <span className="whitespace-nowrap">
                  {liveTo ? formatPointDate(liveTo, "day", where) : liveFrom ? "now" : ABSENT}
                </span>
              ),
            },
            {
              key: "for",
              label: "For",
              align: "right",
              wideOnly: true,
              width: "70px",
              render: ({ liveFrom, liveTo }) => (liveFrom ? lastingWords(liveFrom, liveTo ?? lookedFrom) : ABSENT),
            },
            {
              key: "state",
              label: "State",
              align: "right",
              width: "90px",
              render: (version) =>
                version.id === live?.id ? (
                  <span className="font-medium">at work</span>
                ) : (
                  <span className="text-ink-2">{version.liveTo ? "replaced" : "not live"}</span>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
