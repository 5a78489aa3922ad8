import { parseDate } from "../import/date";
import { stripApostrophe } from "../import/neutralise";
import type { SourceTable } from "../import/read-table";
import { readAmount } from "../shared/money";
import { type RiskCreation, riskCreation } from "./input";
import { bandOf, type MatrixDefinition, type Step } from "./matrix";
import { RISK_KIND_LABELS, RISK_KINDS, STRATEGIES, STRATEGY_LABELS } from "./response";

/** Rows of one import: they are written as one change. */
export const MOST_IMPORTED = 1_000;

/** What a file may say of a risk, by the headers it may stand under; the first is what an export calls it. */
const HEADERS = {
  code: ["code", "id", "risk id", "ref", "reference"],
  title: ["risk", "title", "name", "risk title", "risk name", "description", "risk description"],
  cause: ["cause", "root cause"],
  event: ["event", "risk event"],
  consequence: ["consequence", "effect", "impact description"],
  kind: ["kind", "type", "threat or opportunity"],
  category: ["category", "risk category"],
  owner: ["owner", "risk owner"],
  strategy: ["response", "strategy", "treatment", "response strategy"],
  proximityOn: ["proximity", "proximity date"],
  reviewOn: ["next review", "review", "review date"],
  raisedOn: ["raised", "date raised", "raised on", "identified"],
  probability: ["probability, %", "probability", "probability %", "probability (%)", "probability in %"],
  likelihood: ["residual likelihood", "likelihood"],
  impact: ["residual impact", "impact", "severity of impact"],
  lossLow: ["low loss", "minimum loss"],
  lossLikely: ["likely loss", "loss", "most likely loss", "cost impact"],
  lossHigh: ["high loss", "maximum loss"],
  contingency: ["contingency", "contingency amount"],
  contingencyPlan: ["contingency plan"],
  initiative: ["initiative", "initiative code", "project"],
  model: ["model"],
  program: ["program", "programme"],
  correlationGroup: ["common cause"],
} as const;
type Field = keyof typeof HEADERS;
const FIELDS = Object.keys(HEADERS) as Field[];

type Named = { id: string; name: string; email?: string; code?: string };
/** What names in a file can mean here. */
export type ImportSetting = {
  currency: string;
  matrix: MatrixDefinition;
  categories: readonly { key: string; name: string }[];
  members: readonly Named[];
  initiatives: readonly Named[];
  models: readonly Named[];
  programs: readonly Named[];
};

export type ImportedRisk = { line: number; code: string | null; risk: RiskCreation };
export type ImportFault = { line: number; title: string; why: string[] };
export type RiskImport = {
  columns: { header: string; field: Field | null }[];
  rows: ImportedRisk[];
  faults: ImportFault[];
};

const plain = (text: string) => text.trim().toLowerCase().replaceAll(/\s+/g, " ");
const fieldOf = (header: string): Field | null =>
  FIELDS.find((field) => (HEADERS[field] as readonly string[]).includes(plain(header))) ?? null;

type Read = { value: unknown } | { why: string };

/** By its name, its code, or an export's "AI-14 Sepsis"; a name two records bear is none. */
function named(among: readonly Named[], text: string, noun: string): Read {
  const word = plain(text);
  const by = (each: Named) => [each.name, each.email, each.code, each.code ? `${each.code} ${each.name}` : undefined];
  const found = among.filter((each) => by(each).some((name) => name !== undefined && plain(name) === word));
  const [one] = found;
  if (found.length === 1 && one) return { value: one.id };
  return { why: found.length > 1 ? `“${text}” names several ${noun}s` : `There is no ${noun} “${text}”` };
}

function chosen<Value extends string>(values: readonly Value[], labels: Record<Value, string>, text: string): Read {
  const found = values.find((value) => [value, labels[value]].some((each) => plain(each) === plain(text)));
  return found ? { value: found } : { why: `“${text}” is none of ${values.map((value) => labels[value]).join(", ")}` };
}

function step(steps: readonly Step[], text: string): Read {
  const byName = steps.findIndex(({ name }) => plain(name) === plain(text));
  const number = Number(text);
  const index =
    byName >= 0 ? byName : Number.isInteger(number) && number >= 1 && number <= steps.length ? number - 1 : -1;
  if (index >= 0) return { value: index };
  return { why: `“${text}” is no step of the matrix: ${steps.map(({ name }) => name).join(", ")}` };
}

/** A fraction: "40 %" anywhere, "40" where the column counts in hundredths, "0.4" where it counts in ones. */
function probability(text: string, hundredths: boolean): Read {
  const match = /^(\d+(?:\.\d+)?)\s*(%)?$/.exec(text.trim());
  const value = Number(match?.[1]) / (match?.[2] || hundredths ? 100 : 1);
  return match && value <= 1 ? { value } : { why: `“${text}” is no probability` };
}

/** A column counts in hundredths when its header says so, or when one of its figures is above one. */
const inHundredths = (header: string, cells: readonly string[]): boolean =>
  header.includes("%") || cells.some((cell) => Number(cell) > 1);

function money(text: string, currency: string): Read {
  const read = readAmount(text, currency);
  return read.ok ? { value: read.minor } : { why: read.because.replace(/\.$/, "") };
}

function readCell(field: Field, text: string, setting: ImportSetting & { hundredths: boolean }): Read {
  switch (field) {
    case "kind":
      return chosen(RISK_KINDS, RISK_KIND_LABELS, text);
    case "strategy":
      return chosen(STRATEGIES, STRATEGY_LABELS, text);
    case "category": {
      const found = setting.categories.find(({ key, name }) => [key, name].some((each) => plain(each) === plain(text)));
      return found ? { value: found.key } : { why: `There is no category “${text}”` };
    }
    case "owner":
      return named(setting.members, text, "member");
    case "initiative":
      return named(setting.initiatives, text, "initiative");
    case "model":
      return named(setting.models, text, "model");
    case "program":
      return named(setting.programs, text, "program");
    case "probability":
      return probability(text, setting.hundredths);
    case "likelihood":
      return step(setting.matrix.likelihoods, text);
    case "impact":
      return step(setting.matrix.impacts, text);
    case "lossLow":
    case "lossLikely":
    case "lossHigh":
    case "contingency":
      return money(text, setting.currency);
    case "proximityOn":
    case "reviewOn":
    case "raisedOn": {
      const day = parseDate(text, null);
      return day ? { value: day } : { why: `“${text}” is no date with one reading` };
    }
    default:
      return { value: text };
  }
}

type Said = Partial<Record<Field, unknown>>;

/** A model stands for its initiative and an initiative for its program, as exports name all of them. */
function placeOf({ model, initiative, program }: Said) {
  if (model) return { modelId: model };
  if (initiative) return { initiativeId: initiative };
  return program ? { programId: program } : {};
}

function riskOf(said: Said, { matrix, categories }: ImportSetting): unknown {
  const { owner, initiative, model, program, likelihood, impact, code, ...fields } = said;
  const probable = typeof said.probability === "number" ? bandOf(matrix.likelihoods, said.probability) : null;
  const at = typeof likelihood === "number" ? likelihood : probable;
  const category =
    typeof said.category === "string" ? said.category : categories.find(({ key }) => key === "financial")?.key;
  const cell =
    at !== null && typeof impact === "number" && category ? { likelihood: at, impacts: { [category]: impact } } : null;
  const three = [said.lossLow, said.lossLikely, said.lossHigh].every((each) => typeof each === "number");
  return {
    ...fields,
    ...placeOf(said),
    ...(owner ? { ownerId: owner } : {}),
    ...(three ? { distribution: "pert" } : {}),
    ...(cell ? { residual: cell } : {}),
  };
}

/** Reads the rows of a table as risks. A row with anything that cannot be read is left out whole, and says all of it. */
export function readRiskTable(table: SourceTable, setting: ImportSetting): RiskImport {
  const columns = table.columns.map(({ name }) => ({ header: name, field: fieldOf(name) }));
  const seen = new Set<Field>();
  for (const column of columns) {
    if (column.field && seen.has(column.field)) column.field = null;
    if (column.field) seen.add(column.field);
  }
  const at = columns.findIndex(({ field }) => field === "probability");
  const cellsAt = at < 0 ? [] : table.rows.map(({ cells }) => (cells[at] ?? "").trim());
  const asked = { ...setting, hundredths: inHundredths(columns[at]?.header ?? "", cellsAt) };
  const rows: ImportedRisk[] = [];
  const faults: ImportFault[] = table.broken.map(({ line, reason }) => ({ line, title: "", why: [reason] }));
  const codes = new Set<string>();
  for (const { line, cells } of table.rows) {
    const said: Said = {};
    const why: string[] = [];
    for (const [index, { field }] of columns.entries()) {
      const text = stripApostrophe((cells[index] ?? "").trim());
      if (!field || text === "") continue;
      const read = readCell(field, text, asked);
      if ("why" in read) why.push(`${read.why}.`);
      else said[field] = read.value;
    }
    const code = typeof said.code === "string" ? said.code : null;
    if (code && codes.has(code)) why.push(`The code ${code} stands in the file before.`);
    if (code) codes.add(code);
    const parsed = riskCreation.safeParse(riskOf(said, setting));
    if (!parsed.success && why.length === 0) why.push(...parsed.error.issues.map(({ message }) => message));
    if (why.length > 0) faults.push({ line, title: String(said.title ?? ""), why: [...new Set(why)] });
    else if (parsed.success) rows.push({ line, code, risk: parsed.data });
  }
  return { columns, rows, faults };
}
