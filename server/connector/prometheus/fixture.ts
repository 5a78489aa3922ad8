import type { World } from "@/server/connector/fixture";

const special = (value: number): string =>
  Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";

const success = (data: unknown): unknown => ({ status: "success", data });

/** Answers of a server that knows each measure as a metric of its name. Null for a path it does not know. */
export function prometheusAnswer(world: World, address: URL): unknown {
  const path = address.pathname.replace(/^\/api\/v1\//, "");
  const asked = address.searchParams;
  const labels = { model: world.model, version: world.version };
  if (path === "query") return success({ resultType: "vector", result: [] });
  if (path === "status/buildinfo") return success({ version: "3.5.3" });
  if (path === "label/__name__/values") return success(Object.keys(world.measures));
  if (path === "metadata")
    return success(
      Object.fromEntries(Object.keys(world.measures).map((name) => [name, [{ type: "gauge", help: "", unit: "" }]])),
    );
  if (path === "series") return success(Object.keys(world.measures).map((name) => ({ __name__: name, ...labels })));
  if (path !== "query_range") return null;
  const [start, end] = [Number(asked.get("start")), Number(asked.get("end"))];
  const name = asked.get("query") ?? "";
  const values = (world.measures[name] ?? [])
    .map(({ at, value }) => [at.getTime() / 1000, special(value)] as const)
    .filter(([seconds]) => seconds >= start && seconds <= end);
  const result = values.length > 0 ? [{ metric: { __name__: name, ...labels }, values }] : [];
  return success({ resultType: "matrix", result });
}
