import { expect, test } from "vitest";
import { cellText, type Register } from "../initiative/import/cell";
import { INITIATIVE_IMPORT } from "../initiative/import/noun";
import { type ExistingRow, emptyValues } from "../initiative/import/values";
import type { ImportMapping, Target } from "./mapping";
import { mappingFaults, withNewFields } from "./mapping";
import { planImport } from "./plan";
import { entryFor, proposeMapping, recallMapping } from "./propose";
import { readTable } from "./read-table";

const MAYA = { id: "m1", name: "Maya Osei", email: "maya@cedarvalley.example" };
const register: Register = {
  members: [
    MAYA,
    { id: "m2", name: "J. Calder", email: "j@x.example" },
    { id: "m3", name: "J. Calder", email: "jc@x.example" },
  ],
  programs: [{ id: "p1", name: "Inpatient" }],
  customFields: new Map([["c1", { id: "c1", label: "Vendor", kind: "text", choices: [] }]]),
};

const fillable = { one: "initiative", required: "title", fields: INITIATIVE_IMPORT.fields(register) };

const tableOf = (text: string) => readTable(new TextEncoder().encode(text));
const existingRow = (id: string, values: Partial<ExistingRow>): ExistingRow => ({
  ...emptyValues(),
  id,
  version: 1,
  code: id,
  ...values,
});

function plan(
  text: string,
  existing: ExistingRow[] = [],
  adjust: (mapping: ImportMapping) => void = () => {},
  own = register,
) {
  const table = tableOf(text);
  const { mapping: proposed } = proposeMapping(INITIATIVE_IMPORT, table, existing, own);
  adjust(proposed);
  const { mapping, fields } = withNewFields(proposed, (column) => `new:${column}`);
  expect(mappingFaults(mapping, table.columns, fillable)).toEqual([]);
  const made = fields.map(
    ({ id, label, kind }) => [id, { id, label, kind, choices: [] as string[], isNew: true }] as const,
  );
  const full = { ...own, customFields: new Map([...own.customFields, ...made]) };
  return {
    table,
    mapping,
    register: full,
    ...planImport({ noun: INITIATIVE_IMPORT, ...table, mapping, existing, world: full }),
  };
}

const entryOf = (mapping: ImportMapping, column: string) => {
  const entry = mapping.columns.find((one) => one.column === column);
  if (!entry) throw new Error(`No column ${column}`);
  return entry;
};

test("a register fills its fields, and what has none becomes a custom field", () => {
  const { creates, rejects, notes } = plan(
    "Code,Title,Stage,Tier,Type,Owner,Sponsor,Lead,Program,Start date,Target date,Tags,Restricted,Vendor,Beds\n" +
      'AI-1, Sepsis ,PILOT ,Tier 2,GenAI,maya@CEDARVALLEY.example,Maya osei,J. Calder,inpatient,2026-01-05,20 Nov 2026,"b, a",yes,Acme,12\n',
  );
  expect(rejects).toEqual([]);
  expect(notes).toEqual([]);
  expect(creates[0]?.values).toEqual({
    ...emptyValues(),
    code: "AI-1",
    title: "Sepsis",
    stage: "pilot",
    tier: 2,
    type: "generative",
    ownerId: "m1",
    sponsorId: "m1",
    leadName: "J. Calder", // two members have this name
    programId: "p1",
    startOn: "2026-01-05",
    targetOn: "2026-11-20",
    tags: ["a", "b"],
    restricted: true,
    custom: { c1: "Acme", "new:Beds": "12" },
    source: {
      title: " Sepsis ",
      stage: "PILOT ",
      tier: "Tier 2",
      type: "GenAI",
      owner: "maya@CEDARVALLEY.example",
      sponsor: "Maya osei",
      program: "inpatient",
      targetOn: "20 Nov 2026",
      tags: "b, a",
      restricted: "yes",
    },
  });
});

test("a column of numbers or dates becomes such a field only without loss", () => {
  const { register: own } = plan(
    "Title,Beds,Room,Opened,Seen,Empty\nA,12,007,2026-01-05,24-Nov,\nB,1.5,12,2026-02-01,1/2/2026,\n",
  );
  const kinds = [...own.customFields.values()].map(({ label, kind }) => [label, kind]);
  expect(kinds).toEqual([
    ["Vendor", "text"],
    ["Beds", "number"],
    ["Room", "text"],
    ["Opened", "date"],
    ["Seen", "text"],
    ["Empty", "text"],
  ]);
});

test("a value no choice is proposed for stays beside “not stated”, or is mapped, or rejects its row", () => {
  const text = "Title,Stage\nA,Deployment\nB, deployment\nC,Retired\nD,\n";
  const kept = plan(text);
  expect(kept.creates.map(({ values }) => values.stage)).toEqual([null, null, "retired", null]);
  expect(kept.notes).toMatchObject([{ column: "Stage", value: "Deployment", rows: 2, line: 2 }]);
  expect(kept.creates.map(({ values }) => cellText(values, "stage", register))).toEqual([
    "Deployment",
    " deployment",
    "Retired",
    "",
  ]);
  const mapped = plan(text, [], (mapping) => {
    entryOf(mapping, "Stage").values.deployment = "production";
  });
  expect(mapped.creates.map(({ values }) => values.stage)).toEqual(["production", "production", "retired", null]);
  const rejected = plan(text, [], (mapping) => {
    entryOf(mapping, "Stage").unreadable = "reject";
  });
  expect(rejected.rejects.map(({ line }) => line)).toEqual([2, 3]);
  expect(rejected.rejects[0]?.problems).toMatchObject([
    { column: "Stage", value: "Deployment", reason: "This value is not mapped." },
  ]);
});

test("a value named like a part of the language is a value like any other", () => {
  const { creates } = plan("Title,Size\nA,constructor\nB,__proto__\n", [], (mapping) => {
    entryOf(mapping, "Size").target = { kind: "new", label: "Size", type: "choice" };
  });
  expect(creates.map(({ values }) => values.custom["new:Size"])).toEqual(["constructor", "__proto__"]);
});

test("dates that are none keep their text", () => {
  const { creates, notes } = plan("Title,Start date\nA,8/29/2023\nB,24-Nov\nC,Q4FY25\nD,2015-2022\nE,3/4/2024\n");
  expect(creates.map(({ values }) => [values.startOn, cellText(values, "startOn", register)])).toEqual([
    ["2023-08-29", "8/29/2023"],
    [null, "24-Nov"],
    [null, "Q4FY25"],
    [null, "2015-2022"],
    ["2024-03-04", "3/4/2024"],
  ]);
  expect(notes.map(({ value }) => value)).toEqual(["24-Nov", "Q4FY25", "2015-2022"]);
});

test("a rejected row says its line, column, value, reason and cure; the others stand", () => {
  const { creates, rejects, counts } = plan(
    "Title,Start date,Target date,Restricted\nGood,,,\n ,2026-01-01,,\nLate,2026-02-01,2026-01-01,\nMaybe,,,perhaps\n",
  );
  expect(creates).toHaveLength(1);
  expect(rejects).toMatchObject([
    { line: 3, problems: [{ column: "Title", value: " ", reason: "The title is missing." }] },
    { line: 4, problems: [{ column: "Target date", value: "2026-01-01" }] },
    { line: 5, problems: [{ column: "Restricted", value: "perhaps" }] },
  ]);
  expect(rejects.flatMap(({ problems }) => problems).every(({ cure }) => cure.length > 5)).toBe(true);
  expect(counts).toMatchObject({ rows: 4, created: 1, rejected: 3 });
});

test("rows that share a key are matched in their order, and the rest is new or stays", () => {
  const existing = [
    existingRow("1", { title: "Chat", problem: "one" }),
    existingRow("2", { title: "Chat", problem: "two" }),
    existingRow("3", { title: "Other" }),
  ];
  const { changes, creates, counts } = plan("Title,Summary\n chat,one\nCHAT,2\nChat,three\n", existing, (mapping) => {
    mapping.key = ["Title"];
  });
  expect(changes.map(({ id, cells }) => [id, cells])).toEqual([
    ["1", [{ column: "Title", from: "Chat", to: " chat" }]],
    [
      "2",
      [
        { column: "Title", from: "Chat", to: "CHAT" },
        { column: "Summary", from: "two", to: "2" },
      ],
    ],
  ]);
  expect(creates.map(({ values }) => values.problem)).toEqual(["three"]);
  expect(counts).toMatchObject({ matchedKeys: 1, newKeys: 0, absent: 1 });
});

test("white space alone changes nothing unless asked for", () => {
  const existing = [existingRow("1", { title: "Chat", problem: "a  b" })];
  const text = "Title,Summary\nChat ,a b\n";
  const key = (mapping: ImportMapping) => {
    mapping.key = ["Title"];
  };
  expect(plan(text, existing, key).counts).toMatchObject({ changed: 0, unchanged: 1, spacing: 1 });
  const written = plan(text, existing, (mapping) => {
    key(mapping);
    mapping.spacing = "write";
  });
  expect(written.changes[0]?.values).toMatchObject({ title: "Chat", problem: "a b", source: { title: "Chat " } });
});

test("a changed row leaves cells alone that differ in white space only", () => {
  const existing = [existingRow("1", { title: "Chat", problem: "a  b", outcome: "x" })];
  const { changes } = plan("Title,Summary,Benefits\nChat,a b,y\n", existing);
  expect(changes[0]?.cells).toEqual([{ column: "Benefits", from: "x", to: "y" }]);
  expect(changes[0]?.values).toMatchObject({ problem: "a  b", outcome: "y" });
});

test("a blank cell clears a field, but neither the code nor the restriction", () => {
  const existing = [existingRow("1", { title: "Chat", problem: "x", restricted: true })];
  const { changes } = plan("Title,Code,Summary,Restricted\nChat,,,\n", existing);
  expect(changes[0]?.values).toMatchObject({ code: "1", problem: null, restricted: true });
});

test("a code that another holds rejects the row", () => {
  const existing = [existingRow("AI-1", { title: "Chat" })];
  const { rejects } = plan("Title,Code\nNew,AI-1\nA,AI-2\nB,AI-2\n", existing, (mapping) => {
    mapping.key = ["Title"];
  });
  expect(rejects.map(({ line, problems }) => [line, problems[0]?.reason])).toEqual([
    [2, "The code already belongs to “Chat”."],
    [4, "The code already belongs to the row on line 3."],
  ]);
});

test("an exported file finds its initiatives by id, whatever else changed", () => {
  const { changes, mapping } = plan("Portolan ID,Title,Vendor\n1,Renamed,Acme\n", [
    existingRow("1", { title: "Chat", custom: { c1: "Acme" } }),
  ]);
  expect(mapping.key).toEqual(["Portolan ID"]);
  expect(changes).toMatchObject([{ id: "1", cells: [{ column: "Title", from: "Chat", to: "Renamed" }] }]);
});

test("an archived initiative is not changed, and its row says so", () => {
  const existing = [existingRow("1", { title: "Chat", problem: "x", isArchived: true })];
  expect(plan("Title,Summary\nChat,x\n", existing).counts).toMatchObject({ unchanged: 1, rejected: 0 });
  expect(plan("Title,Summary\nChat,y\n", existing).rejects).toMatchObject([
    { line: 2, problems: [{ reason: "1 “Chat” is archived." }] },
  ]);
});

test("a name that has become a member is a change", () => {
  const existing = [existingRow("1", { title: "Chat", ownerName: "Maya Osei" })];
  expect(plan("Title,Owner\nChat,Maya Osei\n", existing).changes[0]?.values).toMatchObject({
    ownerId: "m1",
    ownerName: null,
  });
});

test("a choice field takes its choices in any case and new ones from the column that made it", () => {
  const choice: Register = {
    ...register,
    customFields: new Map([["c2", { id: "c2", label: "Impact", kind: "choice", choices: ["Both", "Neither"] }]]),
  };
  const { creates, notes } = plan(
    'Title,Impact,Size\nA,"both\n",big\nB,Other,Big\n',
    [],
    (mapping) => {
      entryOf(mapping, "Size").target = { kind: "new", label: "Size", type: "choice" };
    },
    choice,
  );
  expect(creates.map(({ values }) => values.custom)).toEqual([
    { c2: "Both", "new:Size": "big" },
    { "new:Size": "Big" },
  ]);
  expect(creates.map(({ values }) => values.source)).toEqual([{ c2: "both\n" }, { c2: "Other" }]);
  expect(notes).toMatchObject([{ column: "Impact", value: "Other" }]);
});

test("a mapping that cannot be planned says why", () => {
  const { columns } = tableOf("Name,Unit,Other\na,b,c\n");
  const title: Target = { kind: "field", field: "title" };
  const mapping = {
    columns: [
      entryFor("Unit", { kind: "field", field: "domain" }, []),
      entryFor("Other", { kind: "field", field: "domain" }, []),
    ],
    key: ["Name"],
    spacing: "ignore" as const,
  };
  expect(mappingFaults(mapping, columns, fillable)).toEqual([
    "“Unit” and “Other” fill the same field. Give one of them another.",
    "No column fills Title. Choose the column that names the initiative.",
    "The key column “Name” is not imported. Map it, or choose another key.",
  ]);
  expect(mappingFaults({ ...mapping, columns: [entryFor("Name", title, [])] }, columns, fillable)).toEqual([]);
});

test("a remembered mapping is taken up again and learns new values", () => {
  const table = tableOf("Title,Stage,Gone\nA,Alpha,x\nB,Live,y\n");
  const { mapping } = proposeMapping(INITIATIVE_IMPORT, table, [], register);
  entryOf(mapping, "Stage").values.alpha = "pilot";
  entryOf(mapping, "Gone").target = { kind: "custom", id: "deleted" };
  const recalled = recallMapping(INITIATIVE_IMPORT, mapping, table, register);
  expect(recalled && entryOf(recalled, "Stage").values).toEqual({ alpha: "pilot", live: "production" });
  expect(recalled && entryOf(recalled, "Gone").target).toEqual({ kind: "new", label: "Gone", type: "text" });
  expect(recallMapping(INITIATIVE_IMPORT, mapping, tableOf("Title,Phase\nA,b\n"), register)).toBeNull();
});
