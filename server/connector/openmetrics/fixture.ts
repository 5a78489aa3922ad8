import type { World } from "@/server/connector/fixture";

const special = (value: number): string =>
  Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";

/** The metrics page of a model server. */
export function openmetricsPage(world: World): string {
  const families = Object.entries(world.measures).flatMap(([metric, points]) => [
    `# TYPE ${metric} gauge`,
    ...points.map(
      ({ at, value }) =>
        `${metric}{model="${world.model}",version="${world.version}"} ${special(value)} ${at.getTime() / 1000}`,
    ),
  ]);
  return [...families, "# EOF", ""].join("\n");
}
