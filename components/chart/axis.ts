import { scaleLinear, scaleUtc } from "d3-scale";
import type { Range } from "@/components/chart/geometry";

/** Two to five round values inside the domain, and the domain widened to begin on a round value. */
export function valueTicks(domain: Range, count = 4): { ticks: number[]; domain: [number, number]; digits: number } {
  const nice = scaleLinear().domain(domain).nice(count);
  const [low = 0] = nice.domain();
  const ticks = nice.ticks(count);
  const step = ticks.length > 1 ? Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0)) : 1;
  return { ticks: ticks.filter((tick) => tick <= domain[1]), domain: [low, domain[1]], digits: decimalsOf(step) };
}

function decimalsOf(step: number): number {
  for (let digits = 0; digits < 6; digits++) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-9) return digits;
  }
  return 6;
}

/** Round instants inside the span: starts of months, weeks, days or hours. */
export function timeTicks(domain: Range, count = 5): number[] {
  return scaleUtc()
    .domain([new Date(domain[0]), new Date(domain[1])])
    .ticks(count)
    .map((tick) => tick.getTime());
}
