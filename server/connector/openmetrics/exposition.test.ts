import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openmetricsConfig } from "@/domain/connection/input";
import { ConnectorError } from "@/server/connector/contract";
import { parseExposition } from "@/server/connector/openmetrics/exposition";
import { openmetricsPage } from "@/server/connector/openmetrics/fixture";
import { toPull } from "@/server/connector/openmetrics/mapper";

const NOW = new Date("2026-11-20T06:00:00Z");
const lines = (...text: string[]) => `${text.join("\n")}\n`;
const open = (...text: string[]) => parseExposition(lines(...text, "# EOF"), "openmetrics");
const pull = (text: string, config: object = {}) =>
  toPull(parseExposition(text, "openmetrics"), openmetricsConfig.parse(config), NOW);

describe("reading", () => {
  test("classic text: milliseconds, comments, no end mark, histogram and summary", () => {
    const samples = parseExposition(
      lines(
        "# scraped by hand",
        "# HELP http_requests_total The total number of HTTP requests.",
        "# TYPE http_requests_total counter",
        'http_requests_total{method="post",code="200",} 1027 1395066363000',
        "",
        "metric_without_timestamp_and_labels 12.47",
        'something_weird{problem="division by zero"} +Inf 982961822000',
        "# TYPE rpc_seconds summary",
        'rpc_seconds{quantile="0.99"} 76656',
        "rpc_seconds_sum 1.7560473e+07",
        "rpc_seconds_count 2693",
        "# TYPE wait_seconds histogram",
        'wait_seconds_bucket{le="+Inf"} 144320',
        "wait_seconds_sum 53423",
      ),
      "classic",
    );
    expect(samples.map(({ name, family, value }) => [name, family.type, value])).toEqual([
      ["http_requests_total", "counter", 1027],
      ["metric_without_timestamp_and_labels", "unknown", 12.47],
      ["something_weird", "unknown", Number.POSITIVE_INFINITY],
      ["rpc_seconds", "summary", 76656],
      ["rpc_seconds_sum", "summary", 17560473],
      ["rpc_seconds_count", "summary", 2693],
      ["wait_seconds_bucket", "histogram", 144320],
      ["wait_seconds_sum", "histogram", 53423],
    ]);
    expect(samples[0]?.at?.toISOString()).toBe("2014-03-17T14:26:03.000Z");
    expect(samples[1]?.at).toBeNull();
  });

  test("OpenMetrics: seconds, unit, exemplar", () => {
    const [sample] = open(
      "# TYPE score_seconds histogram",
      "# UNIT score_seconds seconds",
      "# HELP score_seconds Time to a score",
      'score_seconds_bucket{le="0.5"} 17 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.1',
    );
    expect(sample).toMatchObject({
      value: 17,
      at: new Date(1520879607789),
      family: { unit: "seconds", type: "histogram" },
    });
    expect(sample?.labels.get("le")).toBe("0.5");
  });

  test("escapes, odd characters and quoted names", () => {
    const [first, second] = open(
      'm{path="C:\\\\dir\\n\\"x\\"",city="Zürich, {a}=1 # 2"} 1',
      '{"model.recall","site.name"="A"} 0.5',
    );
    expect(first?.labels.get("path")).toBe('C:\\dir\n"x"');
    expect(first?.labels.get("city")).toBe("Zürich, {a}=1 # 2");
    expect(second?.name).toBe("model.recall");
    expect(second?.labels.get("site.name")).toBe("A");
  });

  test("any label text comes back as it was", () => {
    const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
    const text = fc.string({ unit: "binary" }).filter((t) => !["\u0000", "\r", "\ufeff"].some((c) => t.includes(c)));
    fc.assert(
      fc.property(text, fc.double(), (label, value) => {
        const number = Number.isNaN(value)
          ? "NaN"
          : Number.isFinite(value)
            ? String(value)
            : value > 0
              ? "+Inf"
              : "-Inf";
        const [sample] = open(`m{a="${escaped(label)}"} ${number}`);
        expect(sample?.labels.get("a")).toBe(label);
        expect(sample?.value).toEqual(Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});

describe("refusing, with the line", () => {
  test.each([
    ["ok 1", "m{a=b} 1", "Line 2, column 5: a text in quotes"],
    ["ok 1", 'm{a="b} 1', "Line 2, column 10: a quote is not closed"],
    ["ok 1", 'm{a="\\t"} 1', "Line 2, column 7: \\t is no escape"],
    ["ok 1", 'm{a="1",a="2"} 1', "the label a stands twice"],
    ["ok 1", 'm{a="1" b="2"} 1', 'Line 2, column 9: "," or "}"'],
    ["ok 1", "m", "Line 2: m has no value"],
    ["ok 1", "m twelve", 'Line 2: "twelve" is no number'],
    ["ok 1", "m 0x1F", 'Line 2: "0x1F" is no number'],
    ["ok 1", "m 1 2 3", "Line 2: "],
    ["ok 1", "m 1 1795154400000", "Line 2: the timestamp 1795154400000 is not between 2000 and 2100 in seconds"],
    ["ok 1", "m 1 NaN", "Line 2: the timestamp NaN"],
    ["ok 1", "9m 1", "Line 2, column 1: a metric name"],
    ["ok 1", "m\u0000 1", "Line 2: the line contains a NUL"],
    ["# TYPE m gauge", "# TYPE m counter", "Line 2: the type of m stands twice"],
    ["# EOF", "m 1", 'Line 2: there is text after "# EOF"'],
    ["ok 1", `m{${Array.from({ length: 70 }, (_, at) => `l${at}="x"`).join(",")}} 1`, "more than 64 labels"],
    ["ok 1", `m{a="${"x".repeat(70_000)}"} 1`, "Line 2: the line is too long"],
  ])("%s / %s", (first, second, message) => {
    expect(() => open(first, second)).toThrow(message);
  });

  test("a page without its end mark was cut off, which may pass", () => {
    const error = (() => {
      try {
        return parseExposition("m 1\n", "openmetrics");
      } catch (cause) {
        return cause;
      }
    })();
    expect(error).toMatchObject({ kind: "transient" });
  });

  test("whatever the text, the answer is samples or a complaint, at once", () => {
    const noise = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .array(fc.constantFrom("m", "{", "}", '"', "\\", "=", ",", " ", "1", "#", "\n", "# TYPE ", "EOF", "NaN"))
        .map((t) => t.join("")),
    );
    fc.assert(
      fc.property(noise, (text) => {
        try {
          expect(Array.isArray(parseExposition(text, "classic"))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("mapping", () => {
  const page = lines(
    "# TYPE model_recall_ratio gauge",
    "# UNIT model_recall_ratio ratio",
    "# HELP model_recall_ratio Recall: share of true cases found",
    'model_recall_ratio{model="sepsis",version="6",window="1d"} 0.86 1767225600',
    'model_recall_ratio{model="sepsis",version="7",window="1d"} 0.84 1767312000',
    "# TYPE model_latency_seconds summary",
    "# UNIT model_latency_seconds seconds",
    'model_latency_seconds{model="sepsis",version="7",window="1d",quantile="0.95"} 1.8 1767312000',
    "model_predictions_total 12",
    "# EOF",
  );

  test("versions are marks on one series; labels, units and windows are read", () => {
    const { models, series } = pull(page, { prefix: "model_" });
    expect(models).toEqual([
      {
        ref: "sepsis",
        name: "sepsis",
        purpose: null,
        versions: [
          { ref: "6", label: "6", aliases: [], liveFrom: new Date(1767225600000) },
          { ref: "7", label: "7", aliases: [], liveFrom: new Date(1767312000000) },
        ],
      },
    ]);
    expect(
      series.map(({ ref, points }) => [ref.metric, ref.label, ref.unit, ref.intervalSeconds, points.length]),
    ).toEqual([
      ["recall", "Recall", null, 86_400, 2],
      ["latency", "Latency", "s", 86_400, 1],
    ]);
    expect(series[1]?.ref.dims).toEqual({ window: "1d", quantile: "0.95" });
  });

  test("values without a model label belong to the model named in the settings, dated now", () => {
    const { series } = pull(page, { model: "server" });
    const found = series.find(({ ref }) => ref.modelRef === "server");
    expect(found?.points).toEqual([{ at: NOW, value: 12 }]);
  });

  test("two versions at one instant are an error, or two series when asked for", () => {
    const both = lines(
      'recall{model="m",version="1"} 0.8 1767225600',
      'recall{model="m",version="2"} 0.9 1767225600',
      "# EOF",
    );
    expect(() => pull(both)).toThrow("Line 2: recall has two versions (1, 2) at one instant");
    expect(pull(both, { splitByVersion: true }).series).toHaveLength(2);
  });

  test("labels named like parts of an object are only labels", () => {
    const { series } = pull(lines('recall{model="m",constructor="x",__proto__="y"} 1', "# EOF"));
    expect(Object.entries(series[0]?.ref.dims ?? {})).toEqual([
      ["constructor", "x"],
      ["__proto__", "y"],
    ]);
  });

  test("a page of 20,000 values is read within two seconds", () => {
    const points = Array.from({ length: 20_000 }, (_, at) => ({ at: new Date(1767225600000 + at * 1000), value: at }));
    const text = openmetricsPage({ model: "m", version: "1", measures: { recall: points } });
    const started = performance.now();
    expect(pull(text).series[0]?.points).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
