import { expect, test } from "vitest";
import { impactBand, likelihoodBand, shortBand } from "./band-text";
import { moneyText } from "./money-text";
import { STARTING_MATRIX } from "./starting-matrix";

const money = (minor: number) => moneyText(minor, "USD").replace(/\u202f/g, " ");
const plain = (text: string | null) => text?.replace(/\u202f/g, " ") ?? null;

test("bands of the starting matrix", () => {
  expect(STARTING_MATRIX.likelihoods.map(likelihoodBand).map(plain)).toEqual([
    ...["under 5 %", "5–15 %", "15–35 %", "35–60 %", "over 60 %"],
  ]);
  expect(STARTING_MATRIX.impacts.map((step) => impactBand(step, money))).toEqual([
    ...["under $25 k", "$25 k–$0.10 M", "$0.10 M–$0.40 M", "$0.40 M–$1.50 M", "over $1.50 M"],
  ]);
  expect(STARTING_MATRIX.impacts.map((step) => shortBand(step, money))).toEqual([
    ...["under $25 k", "$25 k–0.10 M", "$0.10–0.40 M", "$0.40–1.50 M", "over $1.50 M"],
  ]);
});
test("a step without a band says nothing", () => {
  expect(likelihoodBand({ name: "rare" })).toBeNull();
  expect(impactBand({ name: "minor" }, money)).toBeNull();
  expect(plain(likelihoodBand({ name: "certain", from: 0.125, to: 1 }))).toBe("over 12.5 %");
});
