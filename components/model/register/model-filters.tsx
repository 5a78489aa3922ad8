"use client";

import { useSearchParams } from "next/navigation";
import { parseAsNativeArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Popover } from "@/components/ui/popover";
import { StatusGlyph } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT, MODEL_HEALTHS, type ModelHealth } from "@/domain/metric/health";
import { modelRequest, readerOf } from "@/domain/model/register-params";
import { healthStatus } from "@/domain/overview/live";
import { listOf } from "@/domain/shared/sentence";

const parsers = { status: parseAsString, health: parseAsNativeArrayOf(parseAsString), page: parseAsString };

/** The register's conditions, held by the address. */
export function useModelFilter() {
  const search = useSearchParams();
  const request = useMemo(() => modelRequest(readerOf(new URLSearchParams(search))), [search]);
  const [, set] = useQueryStates(parsers, { history: "push", scroll: false });
  const quietly = (done: Promise<unknown>) => void done.catch(() => undefined); // the router reports a failed navigation
  return {
    request,
    setStatus: (status: string) => quietly(set({ status: status === "all" ? null : status, page: null })),
    setHealth: (health: string[]) => quietly(set({ health: health.length > 0 ? health : null, page: null })),
    clear: () => quietly(set({ status: null, health: null, page: null })),
  };
}

const STATUSES = [
  ["all", "Any status"],
  ["live", "Live"],
  ["development", "In development"],
  ["retired", "Retired"],
] as const;

const CONTROL =
  "h-[44px] rounded-control border border-rule bg-sheet px-2.5 text-table hover:border-line wide:h-[33px]";

export function ModelFilters({ filter }: { filter: ReturnType<typeof useModelFilter> }) {
  const { status, health } = filter.request;
  const toggle = (one: ModelHealth) =>
    filter.setHealth(health.includes(one) ? health.filter((each) => each !== one) : [...health, one]);
  return (
    <>
      <select
        aria-label="Status"
        value={status}
        onChange={(event) => filter.setStatus(event.target.value)}
        className={CONTROL}
      >
        {STATUSES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Popover
        label="filter by state"
        triggerClass={CONTROL}
        trigger={
          <>
            {health.length === 0
              ? "Any state"
              : listOf(
                  health.map((each) => MODEL_HEALTH_TEXT[each]),
                  2,
                )}{" "}
            <span aria-hidden="true">▾</span>
          </>
        }
      >
        {() => (
          <fieldset className="grid p-3">
            <legend className="sr-only">States</legend>
            {MODEL_HEALTHS.map((each) => (
              <Checkbox key={each} checked={health.includes(each)} onChange={() => toggle(each)}>
                <StatusGlyph status={healthStatus(each)} />
                <span className="ml-1">{MODEL_HEALTH_TEXT[each]}</span>
              </Checkbox>
            ))}
          </fieldset>
        )}
      </Popover>
    </>
  );
}
