import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ENTRIES, entriesOf, findEntry, RELATIONS, type Relation, relatedTo } from "./catalogue";
import { currentEdition, FRAMEWORK_KEYS, FRAMEWORKS, type FrameworkKey } from "./framework";

test("no id is there twice, every parent is, and every listed edition has entries", () => {
  const ids = ENTRIES.map(({ framework, edition, ref }) => `${framework} ${edition} ${ref}`);
  expect(new Set(ids).size).toBe(ids.length);
  for (const entry of ENTRIES) {
    expect(entry.title.trim(), entry.ref).toBe(entry.title);
    if (entry.parent !== null) expect(findEntry({ ...entry, ref: entry.parent }), entry.ref).toBeDefined();
  }
  for (const key of FRAMEWORK_KEYS)
    for (const edition of FRAMEWORKS[key].editions) expect(entriesOf(key, edition).length, key).toBeGreaterThan(0);
  expect(new Set(ENTRIES.map(({ edition, framework }) => `${framework} ${edition}`)).size).toBe(
    FRAMEWORK_KEYS.flatMap((key) => FRAMEWORKS[key].editions).length,
  );
});

test.each([
  ["mit-ai-risk", "v3", 7, 24],
  ["mit-causal", "v3", 3, 9],
  ["nist-ai-600-1", "2024", 12, 0],
  ["owasp-llm", "2026", 10, 0],
  ["owasp-llm", "2025", 10, 0],
  ["owasp-agentic", "2026", 10, 0],
  ["mitre-atlas", "5.6", 101, 69],
  ["ibm-risk-atlas", "2025-10", 16, 99],
] as const)("%s %s has %i at the top and %i below", (framework, edition, top, below) => {
  const entries = entriesOf(framework, edition);
  expect(entries.filter(({ parent }) => parent === null).length).toBe(top);
  expect(entries.filter(({ parent }) => parent !== null).length).toBe(below);
});

test("every relation resolves at both ends and is there once", () => {
  for (const { from, to } of RELATIONS) {
    expect(findEntry(from), JSON.stringify(from)).toBeDefined();
    expect(findEntry(to), JSON.stringify(to)).toBeDefined();
  }
  expect(new Set(RELATIONS.map((each) => JSON.stringify(each))).size).toBe(RELATIONS.length);
});

test("an id means another thing in another edition", () => {
  const third = (edition: string) => findEntry({ framework: "owasp-llm", edition, ref: "LLM03" })?.title;
  expect([third("2025"), third("2026")]).toEqual(["Supply Chain", "Excessive Agency"]);
  expect(currentEdition("owasp-llm")).toBe("2026");
  const related = relatedTo({ framework: "owasp-llm", edition: "2026", ref: "LLM04" });
  expect(related.map(({ entry }) => `${entry.edition} ${entry.ref}`)).toEqual(["2025 LLM03"]);
});

const real = process.env.PORTOLAN_REAL_DATA ?? "";
const root = path.join(real, "ai-risk-taxonomies");
const present = real !== "" && existsSync(root);
if (!present) console.info("PORTOLAN_REAL_DATA not set: the frameworks are not compared with their published files");

type Named = { id: string; name: string };
type Published = { groups?: Named[]; entries?: Named[]; matrices?: { techniques: Named[] }[] };

/** Name by id of a published file's groups, entries or techniques. */
function published(file: string): Map<string, string> {
  const { groups = [], entries = [], matrices = [] } = parse(readFileSync(path.join(root, file), "utf8")) as Published;
  const techniques = matrices.flatMap((matrix) => matrix.techniques);
  return new Map([...groups, ...entries, ...techniques].map(({ id, name }) => [id, name]));
}

const NEXUS = "ibm-ai-atlas-nexus";
/** Two titles have stray blanks in their file. */
const tidy = (name: string) =>
  name
    .replace(/\s+/g, " ")
    .replace(/(Human-) /, "$1")
    .replace(/^(Pre|Post) -/, "$1-")
    .trim();

describe.runIf(present)("the published files", () => {
  test.each([
    ["mit-ai-risk", "v3", "mit_ai_risk_repository_data.yaml", /^mit-ai-risk-(?:sub)?domain-(.*)$/, /(.*)/],
    [
      "mit-causal",
      "v3",
      "mit_ai_risk_repository_data.yaml",
      /^mit-ai-(?:risk-repository-causal|causal-risk)-(.*)$/,
      /(.*)/,
    ],
    ["nist-ai-600-1", "2024", "nist_ai_rmf_data.yaml", /^nist-(?!ai-rmf)(.*)$/, /(.*)/],
    ["owasp-llm", "2025", "owasp_llm_2.0_data.yaml", /^(llm\d\d)/, /^LLM\d\d(?::2025)?:? (.*)/],
    ["owasp-agentic", "2026", "owasp_asi_data.yaml", /^(asi\d\d)/, /^ASI\d\d:2026 (.*)/],
    ["ibm-risk-atlas", "2025-10", "risk_atlas_data.yaml", /^(?:ibm-risk-)?atlas-(.*)$/, /(.*)/],
  ] as const)("%s %s: every id and title, and no other", (framework, edition, file, id, title) => {
    const theirs = [...published(path.join(NEXUS, file))].flatMap(([key, name]) => {
      const ref = id.exec(key)?.[1];
      const group = framework === "ibm-risk-atlas" && key.startsWith("ibm-") ? "group-" : "";
      const said = title.exec(tidy(name))?.[1];
      return ref && said ? [`${group}${framework.startsWith("owasp") ? ref.toUpperCase() : ref}: ${said}`] : [];
    });
    expect(
      entriesOf(framework, edition)
        .map(({ ref, title: said }) => `${ref}: ${said}`)
        .sort(),
    ).toEqual(theirs.sort());
  });

  test("every ATLAS technique, under the technique it specialises", () => {
    const text = readFileSync(path.join(root, "mitre-atlas/ATLAS.yaml"), "utf8");
    expect(/^version: (\S+)$/m.exec(text)?.[1]?.startsWith(currentEdition("mitre-atlas"))).toBe(true);
    const theirs = [...published("mitre-atlas/ATLAS.yaml")].filter(([id]) => /^AML\.T\d/.test(id));
    const ours = entriesOf("mitre-atlas", "5.6");
    expect(ours.map(({ ref, title }) => `${ref} ${title}`).sort()).toEqual(
      theirs.map(([id, name]) => `${id} ${name}`).sort(),
    );
    for (const { ref, parent } of ours) expect(parent).toBe(/^(AML\.T\d{4})\.\d{3}$/.exec(ref)?.[1] ?? null);
  });

  const END: [RegExp, FrameworkKey, (ref: string) => string][] = [
    [/^atlas-(.*)$/, "ibm-risk-atlas", (ref) => ref],
    [/^nist-(.*)$/, "nist-ai-600-1", (ref) => ref],
    [/^(llm\d\d)/, "owasp-llm", (ref) => ref.toUpperCase()],
    [/^mit-ai-risk-subdomain-(.*)$/, "mit-ai-risk", (ref) => ref],
    [/^mit-ai-causal-risk-(.*)$/, "mit-causal", (ref) => ref],
  ];
  const endOf = (id: string): string => {
    const [pattern, framework, ref] = END.find(([each]) => each.test(id)) ?? [];
    if (!pattern || !framework || !ref) throw new Error(`an id of no known framework: ${id}`);
    return `${framework} ${ref(pattern.exec(id)?.[1] ?? "")}`;
  };
  /** Edges as the file lists them: every one in both directions, a few twice. */
  function edges(file: string): string[] {
    const found: string[] = [];
    let [from, kind] = ["", ""];
    for (const line of readFileSync(path.join(root, NEXUS, file), "utf8").split("\n")) {
      from = /^ {2}- id: (\S+)$/.exec(line)?.[1] ?? from;
      kind = /^ {4}(\w+)_mappings:$/.exec(line)?.[1] ?? (/^ {4}\w/.test(line) ? "" : kind);
      const to = kind ? /^ {6}- (\S+)$/.exec(line)?.[1] : undefined;
      if (to) found.push(`${endOf(from)} ${kind} ${endOf(to)}`);
    }
    return found;
  }
  const said = ({ from, to, kind }: Relation) => [
    `${from.framework} ${from.ref} ${kind} ${to.framework} ${to.ref}`,
    `${to.framework} ${to.ref} ${kind} ${from.framework} ${from.ref}`,
  ];
  test.each([
    ["ibm2owasp_from_tsv_data.yaml", 64, ["owasp-llm"]],
    ["ibm2nistgenai_from_tsv_data.yaml", 162, ["nist-ai-600-1"]],
    ["mit-ai-risk-repository_ibm-risk-atlas_from_tsv_data.yaml", 504, ["mit-ai-risk", "mit-causal"]],
  ] as const)("%s: %i edges, each of ours among them and each of them among ours", (file, count, targets) => {
    const theirs = edges(file);
    expect(theirs.length).toBe(count);
    const ours = RELATIONS.filter(
      ({ source, to }) => source === "published" && (targets as readonly string[]).includes(to.framework),
    );
    expect(ours.flatMap(said).sort()).toEqual([...new Set(theirs)].sort());
  });
});
