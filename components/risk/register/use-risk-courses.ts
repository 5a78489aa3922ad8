"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { RiskCourse, RiskRow } from "@/components/risk/register/shape";
import type { RegisterState } from "@/components/table/use-register";

/** The lines beside the rows on the page, asked for once the rows are there; nothing while the column is put away. */
export function useRiskCourses(register: RegisterState<RiskRow>): ReadonlyMap<string, RiskCourse> | undefined {
  const trpc = useTRPC();
  const { org, at, rows, shown } = register;
  const ids = rows.map(({ id }) => id);
  const { data } = useQuery({
    ...trpc.risk.courses.queryOptions({ org, at, ids }),
    enabled: ids.length > 0 && shown.some(({ key }) => key === "signal"),
    placeholderData: keepPreviousData,
  });
  return useMemo(() => (data ? new Map(data.map((course) => [course.riskId, course])) : undefined), [data]);
}
