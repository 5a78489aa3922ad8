"use client";

import { useShell } from "@/components/providers/use-shell";
import { type VersionData, versionName } from "@/components/risk/matrix/version";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { formatCount, formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { counted, sentence, verb } from "@/domain/shared/sentence";

/** Every version of every matrix: who made it, how many open risks it rates, which one is in use. */
export function VersionsSection({
  org,
  versions,
  shownId,
  onShow,
  manage,
}: {
  org: string;
  versions: readonly VersionData[];
  shownId: string | undefined;
  onShow: (version: VersionData) => void;
  /** Null for those who may only read. */
  manage: { onUse: (version: VersionData) => void; onPreview: (version: VersionData) => void } | null;
}) {
  const { org: organisation } = useShell(org);
  const inUse = versions.find((each) => each.inUse);
  const older = versions.filter((each) => !each.inUse).reduce((sum, { rates }) => sum + rates, 0);
  return (
    <Section
      id="versions"
      name="Versions"
      sentence={
        older > 0
          ? sentence(
              `${counted(older, "open risk")} ${verb(older, "is", "are")} still rated by another version than the one in use`,
            )
          : undefined
      }
    >
      <PlainTable
        label="Versions"
        rows={versions}
        rowKey={({ id }) => id}
        isMarked={({ id }) => id === shownId}
        columns={[
          {
            key: "name",
            label: "Matrix",
            render: (version) => (
              <TwoLine
                main={
                  <button
                    type="button"
                    aria-label={`Show ${versionName(version)}`}
                    aria-current={version.id === shownId ? "true" : undefined}
                    onClick={() => onShow(version)}
                    className="wrap-anywhere min-h-6 text-left text-accent underline-offset-2 hover:underline"
                  >
                    {versionName(version)}
                  </button>
                }
                sub={version.note ? <span className="wrap-anywhere">{version.note}</span> : null}
              />
            ),
          },
          {
            key: "size",
            label: "Size",
            wideOnly: true,
            render: ({ definition }) => `${definition.likelihoods.length} × ${definition.impacts.length}`,
          },
          {
            key: "made",
            label: "Made",
            wideOnly: true,
            render: ({ by, at }) => (at ? `${by}, ${formatDate(at, "day", { timeZone: organisation?.timeZone })}` : by),
          },
          { key: "rates", label: "Open risks", align: "right", render: ({ rates }) => formatCount(rates) },
          {
            key: "do",
            label: <span className="sr-only">State and actions</span>,
            align: "right",
            render: (version) => (
              <span className="inline-flex flex-wrap items-center justify-end gap-1">
                {version.inUse ? <Status status="good">in use</Status> : null}
                {manage && !version.inUse ? (
                  <>
                    <Button
                      size="small"
                      tone="quiet"
                      aria-label={`Preview of ${versionName(version)}`}
                      onClick={() => manage.onPreview(version)}
                    >
                      Preview
                    </Button>
                    <Button
                      size="small"
                      aria-label={`Put to use: ${versionName(version)}`}
                      onClick={() => manage.onUse(version)}
                    >
                      Put to use
                    </Button>
                  </>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {manage && older > 0 && inUse ? (
        <Button className="mt-3" onClick={() => manage.onPreview(inUse)}>
          Rate old assessments again
        </Button>
      ) : null}
    </Section>
  );
}
