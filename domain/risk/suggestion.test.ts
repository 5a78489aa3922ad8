import { describe, expect, test } from "vitest";
import { INITIATIVE_TYPES } from "@/domain/initiative/choice";
import { riskCreation } from "./input";
import { strategyFits } from "./response";
import { suggestedCell } from "./starter/cell";
import { draftOf } from "./starter/draft";
import { findStarter, STARTERS } from "./starter/library";
import { tagsOf } from "./starter/starter";
import { STARTING_MATRIX } from "./starting-matrix";
import { suggestionSentence, suggestStarters } from "./suggestion";
import { findEntry } from "./taxonomy/catalogue";
import { FRAMEWORK_KEYS } from "./taxonomy/framework";

describe("the library", () => {
  test("has about thirty, each once, with the starters health care needs", () => {
    expect(STARTERS.length).toBeGreaterThanOrEqual(30);
    for (const key of ["id", "title", "event"] as const)
      expect(new Set(STARTERS.map((starter) => starter[key])).size).toBe(STARTERS.length);
    for (const id of [
      ...["alert-fatigue", "label-leakage", "record-system-upgrade", "unsafe-denials", "automation-bias"],
      ...["phi-in-prompts", "silent-model-swap", "data-use-limits", "no-downtime-fallback"],
    ])
      expect(findStarter(id), id).toBeDefined();
  });

  test.each(STARTERS)("$id: every id resolves in its edition, and the MIT repository is among them", (starter) => {
    const tags = tagsOf(starter);
    for (const tag of tags) expect(findEntry(tag), JSON.stringify(tag)).toBeDefined();
    expect(starter.refs["mit-ai-risk"]?.every((ref) => /^\d\.\d$/.test(ref))).toBe(true);
    expect(Object.keys(starter.refs).length).toBeGreaterThan(1);
    expect(new Set(tags.map((tag) => JSON.stringify(tag))).size).toBe(tags.length);
  });

  test.each(STARTERS)("$id: it can be copied as it stands", (starter) => {
    const draft = draftOf(starter, new Set([starter.category]));
    expect(riskCreation.parse(draft)).toMatchObject({ starterRef: starter.id, category: starter.category });
    expect(draftOf(starter, new Set()).category).toBeNull();
    expect(strategyFits(starter.kind ?? "threat", starter.strategy)).toBe(true);
    const [from, to] = starter.probability;
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(1);
    expect(from).toBeLessThan(to);
    expect(starter.controls.length).toBeGreaterThan(0);
    for (const text of [starter.title, starter.cause, starter.event, starter.consequence, starter.indicator]) {
      expect(text).not.toMatch(/\.$|^\s|\s$/);
      expect(text.length).toBeLessThan(300);
    }
  });

  test("every framework with ids of risks is used", () => {
    const used = new Set(STARTERS.flatMap((starter) => Object.keys(starter.refs)));
    expect([...used].sort()).toEqual(FRAMEWORK_KEYS.filter((key) => key !== "mit-causal").sort());
    for (const edition of ["owasp-llm", "owasp-agentic"] as const) {
      const covered = new Set(STARTERS.flatMap(({ refs }) => refs[edition] ?? []));
      expect(covered.size, edition).toBe(10);
    }
  });
});

describe("suggestions", () => {
  const sepsis = {
    ...{ type: "predictive" as const, tier: 1 },
    texts: ["Sepsis early warning", "Cases are missed on wards", null, "Inpatient"],
  };
  test("fit by type, tier and words, and say why", () => {
    const found = suggestStarters(sepsis, new Set());
    const fatigue = found.find(({ starter }) => starter.id === "alert-fatigue");
    expect(fatigue?.reasons).toEqual(["Its text speaks of “early warning”, “Sepsis”."]);
    const unequal = found.find(({ starter }) => starter.id === "unequal-performance");
    expect(unequal?.reasons).toEqual(["It predicts.", "It is of tier 1."]);
    expect(found.some(({ starter }) => starter.id === "agent-borrows-rights")).toBe(false);
    expect(suggestionSentence(sepsis, found.length)).toBe(`${found.length} starters fit: predictive, tier 1.`);
  });
  test("more reasons come first", () => {
    const counts = suggestStarters(sepsis, new Set()).map(({ reasons }) => reasons.length);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });
  test("those it already has are left out", () => {
    const all = suggestStarters(sepsis, new Set());
    const rest = suggestStarters(sepsis, new Set(["alert-fatigue"]));
    expect(rest.length).toBe(all.length - 1);
    expect(suggestStarters(sepsis, new Set(STARTERS.map(({ id }) => id)))).toEqual([]);
  });
  test("a word is found at its beginning only", () => {
    const texts = ["Storage of grapes, a fragment"]; // "rag" stands inside two of them
    expect(suggestStarters({ type: null, tier: null, texts }, new Set())).toEqual([]);
  });
  test("of nothing known nothing is suggested", () => {
    expect(suggestStarters({ type: null, tier: null, texts: [null] }, new Set())).toEqual([]);
    expect(suggestionSentence({ type: null, tier: null, texts: [] }, 0)).toBeNull();
  });
  test("every starter is reached by some initiative, every type reaches some", () => {
    const nothing = { type: null, tier: null, texts: [] as string[] };
    const subjects = STARTERS.flatMap(({ fits }) => [
      ...(fits.words ?? []).map((word) => ({ ...nothing, texts: [word] })),
      ...(fits.types ?? []).map((type) => ({ ...nothing, type })),
      ...(fits.tierAtMost ? [{ ...nothing, tier: fits.tierAtMost }] : []),
    ]);
    const found = subjects.flatMap((subject) => suggestStarters(subject, new Set()));
    const reached = new Set(found.map(({ starter }) => starter.id));
    expect(reached.size).toBe(STARTERS.length);
    for (const type of INITIATIVE_TYPES)
      expect(suggestStarters({ type, tier: null, texts: [] }, new Set()).length, type).toBeGreaterThan(0);
  });
});

describe("where a starter would stand", () => {
  test("by the matrix's bands, and by proportion on another size", () => {
    const starter = { probability: [0.35, 0.6], impact: 4 } as const;
    expect(suggestedCell(starter, STARTING_MATRIX)).toEqual({ likelihood: 3, impact: 3 });
    const named = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at}` }));
    expect(suggestedCell(starter, { likelihoods: named(3), impacts: named(3) })).toEqual({ likelihood: 1, impact: 2 });
    expect(suggestedCell({ probability: [0.9, 1], impact: 5 }, { likelihoods: named(6), impacts: named(4) })).toEqual({
      ...{ likelihood: 5, impact: 3 },
    });
  });
});
