import { describe, expect, test } from "vitest";
import { isDefined } from "@/domain/metric/figure";
import { dateOf, labelledDay, measuredDay, type StoryClock } from "@/server/sample-model/clock";
import { type DayFigures, Scorer } from "@/server/sample-model/figures";
import { deliveries, historyPages } from "@/server/sample-model/history";
import { samplesAt } from "@/server/sample-model/page";
import { casesOf, referencePopulation } from "@/server/sample-model/population";
import { answer } from "@/server/sample-model/service";
import { STORIES } from "@/server/sample-model/story";

const anchor = new Date("2026-11-20T09:30:00Z");
const clock: StoryClock = { anchor, daysAMinute: 6 };
const later = (ms: number) => new Date(anchor.getTime() + ms);

const [sepsis, noShow, denial] = STORIES.map((story) => new Scorer(story));
if (!sepsis || !noShow || !denial) throw new Error("three models were expected");

const series = (scorer: Scorer, of: (figures: DayFigures) => unknown, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => of(scorer.figures(from + at))) as number[];
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("three models scored on their own populations", () => {
  test("the same seed gives the same people", () => {
    const story = STORIES[0];
    if (!story) throw new Error("no story");
    expect(casesOf(story, -30)).toEqual(casesOf(story, -30));
    expect(casesOf(story, -30)).not.toEqual(casesOf(story, -29));
    expect(referencePopulation(story).slice(0, 5)).toEqual(referencePopulation(story).slice(0, 5));
  });

  test("the drifting one: inputs move first and recall holds, then recall collapses", () => {
    const calm = {
      psi: series(sepsis, (f) => f.inputPsi, -200, -75),
      recall: series(sepsis, (f) => f.recall, -200, -75),
    };
    const shifted = {
      psi: series(sepsis, (f) => f.inputPsi, -38, -15),
      recall: series(sepsis, (f) => f.recall, -38, -15),
    };
    const broken = series(sepsis, (f) => f.recall, -2, 20);
    console.info(
      `Sepsis: recall ${mean(calm.recall).toFixed(3)} calm, ${mean(shifted.recall).toFixed(3)} after the shift, ${mean(broken).toFixed(3)} after the drift; ` +
        `worst input PSI ${mean(calm.psi).toFixed(3)} calm, ${mean(shifted.psi).toFixed(3)} shifted; lowest calm recall ${Math.min(...calm.recall).toFixed(3)}`,
    );
    expect(Math.max(...calm.psi)).toBeLessThan(0.1);
    expect(Math.min(...shifted.psi)).toBeGreaterThan(0.1);
    expect(Math.max(...shifted.psi)).toBeLessThan(0.25);
    expect(Math.min(...calm.recall)).toBeGreaterThan(0.82);
    expect(Math.min(...shifted.recall)).toBeGreaterThan(0.82);
    expect(Math.max(...broken)).toBeLessThan(0.72);
  });

  test("the collapse is in the scores: the drifted world's cases are ranked worse, nothing is set by hand", () => {
    const auc = (day: number) => sepsis.figures(day).auc as number;
    expect(auc(-100)).toBeGreaterThan(0.88);
    expect(auc(0)).toBeLessThan(auc(-100) - 0.08);
    expect(sepsis.figures(-100, true).recall as number).toBeLessThan(0.72);
  });

  test("the steady one stays inside for a year", () => {
    const recall = series(noShow, (f) => f.recall, -365, 30);
    const psi = series(noShow, (f) => f.inputPsi, -365, 30);
    console.info(
      `No-show: recall ${Math.min(...recall).toFixed(3)} to ${Math.max(...recall).toFixed(3)}, worst PSI ${Math.max(...psi).toFixed(3)}`,
    );
    expect(Math.min(...recall)).toBeGreaterThan(0.72);
    expect(Math.max(...psi)).toBeLessThan(0.1);
  });

  test("each version's figures come from its own model", () => {
    expect([sepsis.figures(-257).version, sepsis.figures(-256).version]).toEqual(["6", "7"]);
    expect(sepsis.releaseOn(-300).model.weights).toHaveLength(5);
    expect(sepsis.releaseOn(0).model.weights).toHaveLength(6);
  });

  test("every figure is defined on every day", () => {
    for (const scorer of [sepsis, noShow, denial])
      for (let day = -40; day <= 5; day += 1)
        for (const figure of [scorer.figures(day).recall, scorer.figures(day).auc, scorer.figures(day).latency])
          expect(isDefined(figure)).toBe(true);
  });
});

describe("the clock", () => {
  test("labels catch up at the set speed, then follow a day behind; nothing is dated later than now", () => {
    expect(measuredDay(clock, anchor)).toBe(-1);
    expect(labelledDay(clock, anchor)).toBe(-21);
    expect(labelledDay(clock, later(10_000))).toBe(-20);
    expect(labelledDay(clock, later(60_000))).toBe(-15);
    expect(labelledDay(clock, later(3_600_000))).toBe(-2);
    expect(labelledDay(clock, later(10 * 86_400_000))).toBe(8);
    expect(dateOf(clock, labelledDay(clock, later(10 * 86_400_000))).getTime()).toBeLessThan(
      later(10 * 86_400_000).getTime(),
    );
  });
});

describe("what goes wrong with the figures", () => {
  const values = (now: Date, model: string, measure: string) =>
    new Map(
      samplesAt([sepsis, noShow, denial], clock, now, -150)
        .filter((sample) => sample.model === model && sample.measure.name === measure)
        .map((sample) => [sample.day, sample.value]),
    );

  test("missing batch, NaN, late batch, restated value", () => {
    const [before, after] = [anchor, later(100_000)]; // ten days of story later
    expect(values(after, "Denial prediction", "model_predictions").has(-63)).toBe(false);
    expect(values(after, "Denial prediction", "model_input_psi").get(-31)).toBeNaN();
    expect(values(before, "Denial prediction", "model_predictions").has(-2)).toBe(false);
    expect(values(after, "Denial prediction", "model_predictions").has(-2)).toBe(true);
    expect(values(before, "Denial prediction", "model_recall_ratio").get(-26)).toBe(0.41);
    expect(values(after, "Denial prediction", "model_recall_ratio").get(-26)).toBeGreaterThan(0.7);
  });
});

describe("history", () => {
  const valuesOf = (page: string) =>
    page
      .split("\n")
      .filter((text) => text !== "" && !text.startsWith("#"))
      .map((line) => {
        const [, name = "", value = "", at = ""] = /^(.*}) (\S+) (\d+)$/.exec(line) ?? [];
        return [`${name} ${at}`, value] as const;
      });

  test("a year, delivery by delivery, ends with what the service serves at that instant, and each value is told once", () => {
    const from = new Date(anchor.getTime() - 366 * 86_400_000);
    const started = performance.now();
    const pages = [...historyPages(clock, from, deliveries(from, anchor))];
    const took = Math.round(performance.now() - started);
    const told = new Map<string, string>();
    const twice: string[] = [];
    for (const [key, value] of pages.flatMap(({ page }) => valuesOf(page))) {
      if (told.get(key) === value) twice.push(key);
      told.set(key, value);
    }
    expect(twice).toEqual([]);
    console.info(`A year of three models: ${told.size} values in ${took} ms`);
    const url = `/metrics?anchor=${anchor.toISOString()}`;
    const live = valuesOf(answer({ method: "GET", url, host: "", isLocal: true, body: null }, anchor).text);
    expect(live.length).toBeGreaterThan(1000);
    expect(live.filter(([key, value]) => told.get(key) !== value)).toEqual([]);
  }, 120_000);
});

describe("service", () => {
  const local = { host: "127.0.0.1:4100", isLocal: true, body: null };
  const recall = (now: Date) => {
    const { text } = answer({ ...local, method: "GET", url: `/metrics?anchor=${anchor.toISOString()}` }, now);
    return [...text.matchAll(/^model_recall_ratio\{model="No-show forecast".*\} (\S+) \d+$/gm)].map((found) =>
      Number(found[1]),
    );
  };
  const post = (body: unknown, over = {}) =>
    answer({ ...local, method: "POST", url: "/control", body: JSON.stringify(body), ...over }, anchor).status;

  test("a drift can be forced and lifted, from this machine only", () => {
    const before = recall(anchor);
    expect(post({ model: "No-show forecast", drift: true }, { isLocal: false })).toBe(403);
    expect(post({ model: "No-show forecast", drift: true }, { host: "evil.example" })).toBe(403);
    expect(post({ model: "Nothing", drift: true })).toBe(400);
    expect(recall(anchor)).toEqual(before);
    expect(post({ model: "No-show forecast", drift: true })).toBe(204);
    const forced = recall(anchor);
    expect(forced.slice(0, -3)).toEqual(before.slice(0, -3));
    expect(Math.max(...forced.slice(-3))).toBeLessThan(0.6);
    expect(recall(later(20_000)).slice(-5, -2)).toEqual(forced.slice(-3));
    expect(post({ model: "No-show forecast", drift: false })).toBe(204);
    expect(recall(anchor)).toEqual(before);
  });

  test("health, an anchor that is none, and an unknown path", () => {
    const get = (url: string) => answer({ ...local, method: "GET", url }, anchor).status;
    expect([get("/health"), get("/metrics?anchor=soon"), get("/")]).toEqual([200, 400, 404]);
  });
});
