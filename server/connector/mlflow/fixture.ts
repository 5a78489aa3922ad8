import type { World } from "@/server/connector/fixture";

const special = (value: number): number | string =>
  Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? value : value > 0 ? "Infinity" : "-Infinity";

/**
 * Answers of a tracking server that pages by two entries and writes 64-bit numbers as text, as some releases do.
 * Null for a path it does not know.
 */
export function mlflowAnswer(world: World, address: URL): unknown {
  const path = address.pathname.replace(/^\/api\/2\.0\/mlflow\//, "");
  const from = Number(address.searchParams.get("page_token") ?? 0);
  const next = (size: number): { next_page_token?: string } =>
    from + 2 < size ? { next_page_token: String(from + 2) } : {};
  const metrics = Object.entries(world.measures).map(([key, points]) => {
    const last = points.at(-1);
    return { key, value: special(last?.value ?? 0), timestamp: String(last?.at.getTime() ?? 0), step: "0" };
  });
  if (path === "registered-models/search")
    return { registered_models: [{ name: world.model, creation_timestamp: "1700000000000" }] };
  if (path === "model-versions/search")
    return { model_versions: [{ version: world.version, run_id: "r1", creation_timestamp: 1_700_000_000_000 }] };
  if (path === "runs/get") return { run: { info: { run_id: "r1" }, data: { metrics } } };
  if (path !== "metrics/get-history") return null;
  const key = address.searchParams.get("metric_key") ?? "";
  const points = world.measures[key] ?? [];
  return {
    metrics: points
      .slice(from, from + 2)
      .map(({ at, value }, step) => ({ key, value: special(value), timestamp: String(at.getTime()), step })),
    ...next(points.length),
  };
}
