import fc from "fast-check";
import { expect, test } from "vitest";
import { Names } from "../../import/named";
import { exportText } from "../../import/noun";
import { planImport } from "../../import/plan";
import { proposeMapping } from "../../import/propose";
import { readTable } from "../../import/read-table";
import { writeCsv } from "../../import/write-csv";
import { STARTING_MATRIX } from "../starting-matrix";
import { RISK_IMPORT } from "./noun";
import { emptyRisk, type RiskValues, type RiskWorld } from "./values";

const world: RiskWorld = {
  ...{ today: "2026-11-20", currency: "USD", matrix: STARTING_MATRIX, own: null },
  members: new Names([
    { id: "m1", texts: ["robin@cedar.example", "Robin Vale"] },
    { id: "m2", texts: ["rv@cedar.example", "Robin Vale"] },
    { id: "m3", texts: ["gone@cedar.example", "Gone Person"], gone: true },
  ]),
  programs: new Names([{ id: "p1", texts: ["Inpatient"] }]),
  initiatives: new Names([
    { id: "i1", texts: ["AI-1", "AI-1 Sepsis", "Sepsis"] },
    { id: "i2", texts: ["AI-2", "AI-2 Denials", "Denials"] },
  ]),
  models: new Names([{ id: "d1", texts: ["Sepsis model"] }]),
  programOf: new Map([
    ["i1", "p1"],
    ["i2", null],
  ]),
  initiativeOf: new Map([["d1", "i1"]]),
  categories: [
    { key: "patient_safety", name: "Patient safety" },
    { key: "financial", name: "Financial" },
  ],
};

const step = fc.integer({ min: 0, max: 4 });
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const text = fc
  .string({ minLength: 1, maxLength: 40, unit: "grapheme" })
  .map((given) => given.replace(/\s+/g, " ").trim());
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const note = orNull(text.filter((given) => given !== ""));
const amounts = fc
  .array(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 3, maxLength: 3 })
  .map((given) => given.sort((a, b) => a - b));
const places = fc.constantFrom<Pick<RiskValues, "programId" | "initiativeId" | "modelId">>(
  { programId: null, initiativeId: null, modelId: null },
  { programId: "p1", initiativeId: null, modelId: null },
  { programId: "p1", initiativeId: "i1", modelId: null },
  { programId: null, initiativeId: "i2", modelId: null },
  { programId: "p1", initiativeId: "i1", modelId: "d1" },
);

const risks: fc.Arbitrary<RiskValues> = fc
  .record({
    title: text.filter((given) => given !== ""),
    ...{ cause: note, event: note, consequence: note, contingencyPlan: note, contingencyTrigger: note },
    ...{ correlationGroup: note, proximityOn: orNull(day), reviewOn: orNull(day), raisedOn: day },
    kind: fc.constantFrom("threat" as const, "opportunity" as const),
    strategy: fc.constantFrom(null, "accept" as const, "escalate" as const),
    category: fc.constantFrom("patient_safety", "financial"),
    ownerId: fc.constantFrom(null, "m1", "m2"),
    place: places,
    probability: orNull(fc.integer({ min: 0, max: 10_000 }).map((share) => share / 10_000)),
    amounts: orNull(amounts),
    contingency: orNull(fc.integer({ min: 0, max: 10 ** 12 })),
    rating: orNull(fc.record({ likelihood: step, patient_safety: step, financial: step })),
  })
  .map(({ place, amounts: sizes, rating, ...rest }): RiskValues => {
    const impacts: Record<string, number> = rating
      ? { patient_safety: rating.patient_safety, financial: rating.financial }
      : {};
    const [lossLow, lossLikely, lossHigh] = [sizes?.[0] ?? null, sizes?.[1] ?? null, sizes?.[2] ?? null];
    return {
      ...emptyRisk(),
      ...rest,
      ...place,
      ...{ code: "X-1", lossLow, lossLikely, lossHigh, distribution: sizes ? "triangular" : "fixed" },
      residual: { likelihood: rating?.likelihood ?? null, impacts, gravest: null },
      rated: rating ? ["residual"] : [],
    };
  });

const keys = RISK_IMPORT.fields(world).map(({ key }) => key);
const labels = RISK_IMPORT.fields(world).map(({ label }) => label);

function imported(values: RiskValues, existing: RiskValues | null, which: 0 | 1) {
  const cells = keys.map((key) => {
    const texts = RISK_IMPORT.texts(values, key, world);
    return texts[which] ?? texts[0] ?? "";
  });
  const table = readTable(new TextEncoder().encode(writeCsv(labels, [cells])));
  const here = existing ? [{ ...existing, id: "r1", version: 3 }] : [];
  const { mapping } = proposeMapping(RISK_IMPORT, table, here, world);
  expect(mapping.columns.map(({ target }) => (target.kind === "field" ? target.field : target.kind))).toEqual(keys);
  return planImport({ noun: RISK_IMPORT, ...table, mapping, existing: here, world });
}

test("any risk, written out and read again, is the same risk", () => {
  fc.assert(
    fc.property(risks, (values) => {
      // A file that is not marked as our own keeps the apostrophe that an export puts before a formula.
      fc.pre(keys.every((key) => !/^'*[=+\-@\t\r\n]/.test(exportText(RISK_IMPORT, values, key, world))));
      const { creates, rejects } = imported(values, null, 0);
      expect(rejects).toEqual([]);
      expect(creates[0]?.values).toEqual(values);
    }),
    { numRuns: 40 },
  );
});

test("the export of a risk that is here changes nothing, as either export writes it", () => {
  fc.assert(
    fc.property(risks, fc.constantFrom(0 as const, 1 as const), (values, which) => {
      const { counts, rejects } = imported(values, values, which);
      expect(rejects).toEqual([]);
      expect(counts).toMatchObject({ unchanged: 1, changed: 0, created: 0 });
    }),
    { numRuns: 40 },
  );
});

test("a member who left stays where a file names nobody new, and is no one to be named", () => {
  const held = { ...emptyRisk(), code: "X-1", title: "A", ownerId: "m3", raisedOn: "2026-01-01" };
  expect(imported({ ...held, title: "B" }, held, 1)).toMatchObject({
    changes: [{ values: { ownerId: "m3" } }],
    rejects: [],
  });
  expect(imported(held, null, 0).rejects).toMatchObject([
    { problems: [{ column: "Owner", reason: "There is no member “gone@cedar.example”." }] },
  ]);
});
