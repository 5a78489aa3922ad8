import { expect, test } from "vitest";
import { headerLines, parseHeaderLines } from "./header";
import { connectionTest } from "./input";
import { prometheusConfig } from "./prometheus";
import { counterHint, familyOf, selectedMetric, suggestMeasure, suggestQuery, typeOf } from "./promql";

const MAPPING = { modelLabel: "model", versionLabel: "version", dropLabels: ["instance", "job"], stepSeconds: 300 };

test.each([
  ["recall", "gauge", ["model", "version"], "recall"],
  ["recall", "gauge", ["instance", "model"], "avg by (model) (recall)"],
  ["scored_total", "counter", ["instance", "model"], "sum by (model) (rate(scored_total[5m]))"],
  ["up_total", "counter", ["instance"], "sum (rate(up_total[5m]))"],
  [
    "latency_seconds_bucket",
    "histogram",
    ["le", "model"],
    "histogram_quantile(0.95, sum by (le, model) (rate(latency_seconds_bucket[5m])))",
  ],
  ["recall.daily", "gauge", ["model"], '{"recall.daily"}'],
] as const)("a first query for %s, a %s", (name, type, labels, query) => {
  expect(suggestQuery({ name, type, labels }, MAPPING)).toBe(query);
});

test("measures are named after what the query makes of the metric", () => {
  expect(suggestMeasure({ name: "latency_seconds_bucket", type: "histogram" })).toBe("latency_seconds_p95");
  expect(suggestMeasure({ name: "scored_total", type: "counter" })).toBe("scored_rate");
  expect(suggestMeasure({ name: "recall", type: "gauge" })).toBe("recall");
});

test("parts of a histogram are counters of their own", () => {
  expect(familyOf("latency_seconds_sum")).toBe("latency_seconds");
  expect(typeOf("latency_seconds_sum", "histogram")).toBe("counter");
  expect(typeOf("scored_total", undefined)).toBe("counter");
  expect(typeOf("recall", undefined)).toBe("unknown");
});

test("a counter read as it is gets a hint, one read by its rate none", () => {
  expect(selectedMetric(' scored_total{model="a"} ')).toBe("scored_total");
  expect(counterHint("scored_total", new Map())).toContain("rate(scored_total[5m])");
  expect(counterHint("scored", new Map([["scored", "counter"]]))).toContain("counter");
  expect(counterHint("rate(scored_total[5m])", new Map())).toBeNull();
  expect(counterHint("recall", new Map([["recall", "gauge"]]))).toBeNull();
});

test("headers as typed, and back", () => {
  const headers = parseHeaderLines("X-Team: ml\n\n X-Zone:a:b ");
  expect(headers).toEqual({ "X-Team": "ml", "X-Zone": "a:b" });
  expect(parseHeaderLines(headerLines(headers))).toEqual(headers);
});

const faults = (config: object): string[] =>
  (prometheusConfig.safeParse(config).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

test("settings that cannot work name their field", () => {
  const queries = [
    { measure: "recall", query: "a" },
    { measure: "recall", query: "b" },
  ];
  expect(faults({ queries })).toEqual(['queries.1.measure: Two queries are called "recall".']);
  expect(faults({ tenant: "a b" })[0]).toContain("tenant");
  expect(faults({ headers: { "X-Api-Key": "s3cret" } })[0]).toContain("looks like a secret");
  expect(faults({ headers: { Host: "evil" } })[0]).toContain("set by the exchange");
  expect(faults({ headers: { "X-A": "a\r\nX-B: b" } })[0]).toContain("control characters");
  expect(faults({ headers: { "X A": "a" } })[0]).toContain("not the name of a header");
});

test("sealed headers are a sign-in of their own kind", () => {
  const target = { platform: "prometheus", url: "https://mimir.example.org/prometheus", auth: "headers" };
  expect(connectionTest.safeParse({ ...target, secret: { kind: "headers", headers: {} } }).success).toBe(false);
  const secret = { kind: "headers", headers: { Authorization: "Basic x" } };
  expect(connectionTest.safeParse({ ...target, secret }).success).toBe(true);
});
