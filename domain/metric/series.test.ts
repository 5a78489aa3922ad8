import { expect, test } from "vitest";
import { guessKind, humanise, parseLength, seriesKeyText } from "@/domain/metric/series";

test("a series has one name, whatever the order of its labels", () => {
  const ref = { modelRef: "sepsis", metric: "recall" };
  const key = seriesKeyText("c1", { ...ref, dims: { site: "north", window: "1d" } });
  expect(seriesKeyText("c1", { ...ref, dims: { window: "1d", site: "north" } })).toBe(key);
  expect(seriesKeyText("c2", { ...ref, dims: { window: "1d", site: "north" } })).not.toBe(key);
  expect(seriesKeyText("c1", { ...ref, dims: { window: "1d", site: 'no"rth' } })).not.toBe(key);
});

test.each([
  ["recall", "performance", "Recall"],
  ["input_psi", "drift", "Input PSI"],
  ["psi.lactate", "drift", "PSI lactate"],
  ["latency_p95", "service", "Latency p95"],
  ["predictions", "volume", "Predictions"],
  ["null_rate", "data_quality", "Null rate"],
  ["val_auc", "performance", "Val AUC"],
  ["temperature", "other", "Temperature"],
])("%s is %s, read as %s", (name, kind, label) => {
  expect(guessKind(name)).toBe(kind);
  expect(humanise(name)).toBe(label);
});

test("lengths of windows", () => {
  expect(parseLength("1d")).toBe(86_400);
  expect(parseLength("15m")).toBe(900);
  expect(parseLength("fortnight")).toBeNull();
});
