"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useAddress } from "@/components/providers/address";
import type { Cell } from "@/components/risk/heat-map/heat-grid";
import { HeatMap } from "@/components/risk/heat-map/heat-map";
import type { HeatMapData } from "@/components/risk/heat-map/heat-view";
import type { RisksAsked } from "@/components/risk/register/asked";
import type { ExposureData, MapData, MovedData } from "@/components/risk/register/shape";
import { SinceChoice } from "@/components/risk/register/since-choice";
import { Menu } from "@/components/ui/menu";
import { Section } from "@/components/ui/section";
import { commonTolerance } from "@/domain/risk/common-tolerance";
import { heatSentence } from "@/domain/risk/movement";
import { ASSESSMENT_KIND_LABELS, ASSESSMENT_KINDS } from "@/domain/risk/response";
import { counted } from "@/domain/shared/sentence";

const AssessDialog = dynamic(
  () => import("@/components/risk/assess/assess-dialog").then((loaded) => loaded.AssessDialog),
  { ssr: false },
);

/** Likelihood against impact, with what moved since a day. */
export function MapSection({
  org,
  asked,
  today,
  map,
  moved,
  exposure,
  locale,
  mayEdit,
  cellHref,
  onCell,
}: {
  org: string;
  asked: RisksAsked;
  /** Where the organisation is. */
  today: string;
  map: MapData;
  moved: MovedData | undefined;
  exposure: ExposureData;
  locale: string | undefined;
  mayEdit: boolean;
  cellHref: (cell: Cell) => string;
  onCell: (cell: Cell) => void;
}) {
  const { change } = useAddress();
  const [moving, setMoving] = useState<{ id: string; cell: Cell } | null>(null);
  const isResidual = asked.kind === "residual";
  const data = useMemo(
    (): HeatMapData => ({
      definition: map.matrix.definition,
      ...{ currency: exposure.currency, locale },
      tolerance: commonTolerance(exposure.tolerances.map(({ tolerance }) => tolerance)),
      ...{ cells: map.cells, marks: map.marks, whole: map.whole, before: map.before },
      ...(isResidual && moved ? { movements: new Map(moved.movements.map((each) => [each.after.id, each])) } : {}),
    }),
    [map, moved, exposure, locale, isResidual],
  );
  const sums = { openBefore: 0, openAfter: 0, expectedBefore: 0, expectedAfter: 0 };
  return (
    <Section
      id="map"
      name="Likelihood against impact"
      aside={
        <span className="inline-flex flex-wrap items-baseline justify-end gap-x-1.5">
          <Menu
            label="which assessment"
            triggerClass="min-h-6 text-ink"
            trigger={
              <span className="border-line border-b pb-px">{ASSESSMENT_KIND_LABELS[asked.kind].toLowerCase()} ▾</span>
            }
            items={ASSESSMENT_KINDS.map((kind) => ({
              kind: "choice",
              label: ASSESSMENT_KIND_LABELS[kind],
              checked: kind === asked.kind,
              onSelect: () => change({ map: kind === "residual" ? null : kind }),
            }))}
          />
          moved since <SinceChoice since={asked.since} latest={asked.at ?? today} />
        </span>
      }
      sentence={
        moved && isResidual
          ? heatSentence({ ...moved, ...sums })
          : elsewhereText(map, asked) || "By cell of the matrix in use."
      }
    >
      <HeatMap
        name="Likelihood against impact"
        data={data}
        riskHref={(id) => `/${org}/risks/${id}`}
        cellHref={isResidual ? cellHref : null}
        {...(isResidual ? { onCell } : {})}
        {...(mayEdit && isResidual
          ? { onMove: ({ id }, { likelihood, impact }) => setMoving({ id, cell: { likelihood, impact } }) }
          : {})}
      />
      {isResidual && map.elsewhere > 0 ? (
        <p className="mt-2 text-ink-2 text-note">{elsewhereText(map, asked)}</p>
      ) : null}
      {moving ? (
        <AssessDialog
          key={`${moving.id} ${moving.cell.likelihood} ${moving.cell.impact}`}
          org={org}
          riskId={moving.id}
          kind="residual"
          proposed={moving.cell}
          onClose={() => setMoving(null)}
        />
      ) : null}
    </Section>
  );
}

const elsewhereText = ({ elsewhere }: MapData, { kind }: RisksAsked): string =>
  elsewhere === 0
    ? ""
    : `${counted(elsewhere, "open risk")} without ${kind === "inherent" ? "an inherent" : `a ${kind}`} assessment by the matrix in use: not on the map.`.replace(
        /^./,
        (first) => first.toUpperCase(),
      );
