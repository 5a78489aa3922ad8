import { expect, test } from "vitest";
import { typeOfContent } from "@/domain/document/content";
import { barsOf, pdfOf } from "./files";

test("the sample's files are what they say they are", () => {
  const kind = (bytes: Buffer) => typeOfContent(new Uint8Array(bytes), new Uint8Array(bytes));
  const pdf = pdfOf(["Title (draft)", "One line\\two"]);
  expect(kind(pdf)).toEqual({ type: "pdf" });
  expect(pdf.toString("latin1")).toContain("(Title \\(draft\\)) Tj");
  const [, place = ""] = /startxref\n(\d+)\n/.exec(pdf.toString("latin1")) ?? [];
  expect(pdf.toString("latin1").indexOf("xref\n0")).toBe(Number(place));
  const png = barsOf([0.2, 0.8], 0.5);
  expect(kind(png)).toEqual({ type: "png" });
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([480, 200]);
});
