import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { cellText, type Register } from "../initiative/import/cell";
import { INITIATIVE_IMPORT } from "../initiative/import/noun";
import type { ExistingRow, InitiativeValues } from "../initiative/import/values";
import { decode } from "./decode";
import { collapse } from "./label";
import { type ImportMapping, mappingFaults, targetKey, withNewFields } from "./mapping";
import type { CustomField } from "./noun";
import { distinctValues } from "./option";
import { type ImportPlan, planImport } from "./plan";
import { proposeMapping } from "./propose";
import { readTable, type SourceTable } from "./read-table";

const root = process.env.PORTOLAN_REAL_DATA;
if (!root) console.info("PORTOLAN_REAL_DATA not set: the federal inventories of 2023 and 2024 are not imported");

const bytesOf = (name: string) => readFileSync(`${root}/fed-ai-inventory/${name}`);
const V1 = "2024_consolidated_ai_inventory_raw.csv";
const V2 = "2024_consolidated_ai_inventory_raw_v2.csv";

type Portfolio = { existing: ExistingRow[]; register: Register };
const EMPTY: Portfolio = { existing: [], register: { members: [], programs: [], customFields: new Map() } };

const fillable = { one: "initiative", required: "title", fields: INITIATIVE_IMPORT.fields(EMPTY.register) };

/** What the database does with a plan, in memory: codes and ids are given in the order of the rows. */
function applied(plan: ImportPlan<InitiativeValues>, before: Portfolio, fields: CustomField[]): Portfolio {
  const next = new Map(before.existing.map((row) => [row.id, row]));
  for (const { id, version, values } of plan.changes) next.set(id, { ...values, id, version: version + 1 });
  for (const { values } of plan.creates) {
    const id = `row-${next.size + 1}`;
    next.set(id, { ...values, code: values.code ?? `AI-${next.size + 1}`, id, version: 1 });
  }
  const customFields = new Map([...before.register.customFields, ...fields.map((field) => [field.id, field] as const)]);
  return { existing: [...next.values()], register: { ...before.register, customFields } };
}

function run(
  table: SourceTable,
  before: Portfolio,
  adjust: (mapping: ImportMapping) => ImportMapping = (same) => same,
) {
  const proposed = proposeMapping(INITIATIVE_IMPORT, table, before.existing, before.register);
  const { mapping, fields } = withNewFields(adjust(proposed.mapping), (column) => `custom ${column}`);
  expect(mappingFaults(mapping, table.columns, fillable)).toEqual([]);
  const made = fields.map(({ id, label, kind }) => ({ id, label, kind, choices: [], isNew: true }));
  const register = {
    ...before.register,
    customFields: new Map([...before.register.customFields, ...made.map((field) => [field.id, field] as const)]),
  };
  const plan = planImport({ noun: INITIATIVE_IMPORT, ...table, mapping, existing: before.existing, world: register });
  return { proposed, mapping, plan, after: applied(plan, before, made) };
}

/** Every cell of the file, as export would write it, row by row. */
function exported(table: SourceTable, mapping: ImportMapping, { existing, register }: Portfolio): string[][] {
  const keys = table.columns.map(
    ({ name }) => targetKey(mapping.columns.find(({ column }) => column === name)?.target ?? { kind: "ignore" }) ?? "",
  );
  return existing.map((row) => keys.map((key) => cellText(row, key, register)));
}

describe.runIf(root)("the federal inventories", () => {
  test.each([
    ["2023_consolidated_ai_inventory_raw.csv", 710, 10, "UTF-8"],
    [V1, 1757, 62, "UTF-8 with byte order mark"],
    [V2, 2133, 62, "Windows-1252"],
  ])("%s is read whole: %i rows of %i columns", (name, rows, columns, encoding) => {
    const table = readTable(bytesOf(name));
    expect(table).toMatchObject({
      encoding,
      delimiter: ",",
      headerLine: 1,
      broken: [],
      shortRows: 0,
      blankRows: 0,
      preamble: [],
    });
    expect(table.columns).toHaveLength(columns);
    expect(new Set(table.columns.map((column) => column.name)).size).toBe(columns);
    const oracle = parse(decode(bytesOf(name)).text, { bom: true }).slice(1) as string[][];
    expect(oracle).toHaveLength(rows);
    expect(table.rows.map(({ cells }) => cells)).toEqual(
      oracle.map((cells) => cells.map((cell) => cell.replace(/\r\n?/g, "\n"))),
    );
  });

  test.each(["2023_consolidated_ai_inventory_raw.csv", V1, V2])("%s is imported without loss", (name) => {
    const table = readTable(bytesOf(name));
    const { plan, mapping, after } = run(table, EMPTY);
    expect(plan.rejects).toEqual([]);
    expect(plan.counts).toMatchObject({
      rows: table.rows.length,
      created: table.rows.length,
      changed: 0,
      unchanged: 0,
    });
    expect(exported(table, mapping, after)).toEqual(table.rows.map(({ cells }) => cells));
  });

  test("nine columns of one name are told apart", () => {
    const names = readTable(bytesOf(V2)).columns.flatMap(({ header, name }) =>
      header === "If Other, please explain." ? [name] : [],
    );
    expect(names).toEqual(
      ["", " (2)", " (3)", " (4)", " (5)", " (6)", " (7)", " (8)", " (9)"].map((n) => `If Other, please explain.${n}`),
    );
  });

  test("agencies and impact count as officially reported", () => {
    const table = readTable(bytesOf(V2));
    const { after } = run(table, EMPTY);
    const impactId = `custom ${table.columns[10]?.name}`;
    const official = readTable(bytesOf("official_totals_2024.csv")).rows.filter(({ cells }) => cells[0] !== "Total");
    expect(official).toHaveLength(41);
    const renamed: Record<string, string> = {
      "Board of Governors of the Federal Reserve System": "Federal Reserve Board of Governors",
    };
    const counts = new Map<string, { all: number; impacting: number }>();
    for (const row of after.existing) {
      const unit = row.businessUnit ?? "";
      const agency = renamed[unit] ?? unit;
      const count = counts.get(agency) ?? { all: 0, impacting: 0 };
      count.all++;
      if (/^(both|(rights|safety)-impacting)$/i.test((row.custom[impactId] ?? "").trim())) count.impacting++;
      counts.set(agency, count);
    }
    expect(Object.fromEntries([...counts].map(([agency, { all, impacting }]) => [agency, [all, impacting]]))).toEqual(
      Object.fromEntries(
        official.map(({ cells: [agency, all, impacting] }) => [agency, [Number(all), Number(impacting)]]),
      ),
    );
    const impact = distinctValues(after.existing.map((row) => row.custom[impactId] ?? ""));
    expect(
      impact.filter(({ key }) => /both|impacting/.test(key) && key.length < 30).map(({ key, rows }) => [key, rows]),
    ).toEqual([
      ["both", 195],
      ["rights-impacting", 131],
      ["safety-impacting", 25],
    ]);
  });

  test("the second version of 2024 over the first reports what changed, and twice changes nothing", () => {
    const [first, second] = [readTable(bytesOf(V1)), readTable(bytesOf(V2))];
    const one = run(first, EMPTY);
    const two = run(second, one.after);
    const pairs = second.columns.map(({ name }, at) => {
      const [a, b] = [one.mapping.columns[at]?.target, two.mapping.columns[at]?.target];
      return { name, isSame: JSON.stringify(a) === JSON.stringify(b), why: two.proposed.reasons[name], a, b };
    });
    expect(pairs.filter(({ isSame }) => !isSame)).toEqual([]);
    expect(two.plan.counts).toEqual({
      rows: 2133,
      created: 376,
      changed: 22,
      unchanged: 1735,
      rejected: 0,
      spacing: 3,
      matchedKeys: 1739,
      newKeys: 311,
      absent: 0,
    });
    const cells = two.plan.changes.flatMap((change) => change.cells);
    expect(cells).toHaveLength(22);
    expect(cells.filter(({ from, to }) => collapse(from) === "NO" && collapse(to) === "No")).toHaveLength(11);
    const three = run(second, two.after);
    expect(three.plan.counts).toMatchObject({ created: 0, changed: 0, unchanged: 2133, rejected: 0, newKeys: 0 });
  });
});
