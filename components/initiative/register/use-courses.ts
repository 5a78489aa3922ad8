"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CourseData, InitiativeRow } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import type { RegisterState } from "@/components/table/use-register";

/**
 * The lines beside the rows on the page, asked for together once the rows are there: a slow series never holds up the
 * table. Undefined until they come; nothing is asked for while the column is put away.
 */
export function useCourses(register: RegisterState<InitiativeRow>): ReadonlyMap<string, CourseData> | undefined {
  const trpc = useTRPC();
  const { org, at, rows, shown } = register;
  const ids = rows.filter(({ models }) => models.some(({ status }) => status === "live")).map(({ id }) => id);
  const isWanted = ids.length > 0 && shown.some(({ key }) => key === "course");
  const { data } = useQuery({
    ...trpc.initiative.courses.queryOptions({ org, at, ids }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => (data ? new Map(data.map((course) => [course.initiativeId, course])) : undefined), [data]);
}
