import { FileFault } from "@/domain/import/fault";
import type { ReadChoices } from "@/domain/import/input";
import { readTable, type SourceTable } from "@/domain/import/read-table";
import type { SheetSummary } from "@/domain/import/sheet-summary";
import { sheetTable } from "@/domain/import/workbook/sheet-table";
import { openWorkbook } from "./open";

const SAVE_AS = "Open it in Excel, save it as an Excel workbook (.xlsx) or as “CSV UTF-8”, and choose that file.";

const ARCHIVES = [0x504b0304, 0x504b0506]; // a zip file with parts, and one without
const isArchive = (bytes: Buffer) => ARCHIVES.includes(bytes.readUInt32BE(0));
const isCompound = (bytes: Buffer) => bytes.readUInt32BE(0) === 0xd0cf11e0;

/** What files of the older Office container are: a workbook sealed by a password is one too. @source MS-OFFCRYPTO §2.3.4 */
function refuseCompound(bytes: Buffer): never {
  if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) {
    throw new FileFault(
      "The workbook is sealed by a password.",
      "Open it in Excel, remove the password (File, Info, Protect Workbook), save it and choose it again.",
    );
  }
  throw new FileFault("This is an old Excel workbook (.xls) or another old Office file.", SAVE_AS);
}

/** The table of a file, by what it holds and not by its name. @throws FileFault */
export async function readSource(bytes: Buffer, choices: ReadChoices): Promise<SourceTable> {
  if (bytes.length < 4) return readTable(bytes, choices);
  if (isCompound(bytes)) refuseCompound(bytes);
  if (!isArchive(bytes)) return readTable(bytes, choices);
  const { sheets, read } = await openWorkbook(bytes);
  const chosen = choices.sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === choices.sheet);
  if (!chosen) throw new FileFault("The workbook has no sheet of this name.", "Choose one of its sheets.");
  return sheetTable(await read(chosen), choices);
}

export type Surveyed = { table: SourceTable; sheets: SheetSummary[] };

/**
 * The table of a file nobody has looked at yet. Of a workbook every sheet is read, one at a time, to say how many rows each
 * has; unless a person chose one, the first that is a table is taken, hidden ones last.
 *
 * @throws FileFault when there is no table, naming the sheets that were looked at
 */
export async function surveySource(bytes: Buffer, choices: ReadChoices): Promise<Surveyed> {
  if (bytes.length < 4 || !isArchive(bytes)) return { table: await readSource(bytes, choices), sheets: [] };
  const { sheets, read } = await openWorkbook(bytes);
  if (choices.sheet !== undefined && !sheets.some(({ name }) => name === choices.sheet)) {
    const names = sheets.map(({ name }) => `“${name}”`).join(", ");
    throw new FileFault("The workbook has no sheet of this name.", `It has ${names}.`);
  }
  const summaries: SheetSummary[] = [];
  let taken: { table: SourceTable; isHidden: boolean } | null = null;
  let fault: FileFault | null = null;
  for (const sheet of sheets) {
    const { name, isHidden } = sheet;
    const isChosen = choices.sheet === name || (choices.sheet === undefined && sheets.length === 1);
    let isEmpty = false;
    try {
      const cells = await read(sheet);
      isEmpty = cells.rows.length === 0;
      const table = sheetTable(cells, isChosen ? choices : {});
      summaries.push({ name, isHidden, rows: table.rows.length + table.broken.length, fault: null });
      const isBetter = choices.sheet === undefined ? !taken || (taken.isHidden && !isHidden) : isChosen;
      if (isBetter) taken = { table, isHidden };
    } catch (error) {
      if (!(error instanceof FileFault) || error.sheet === null) throw error;
      summaries.push({ name, isHidden, rows: 0, fault: isEmpty ? null : error.message });
      if (isChosen || !fault) fault = error;
    }
  }
  if (taken) return { table: taken.table, sheets: summaries };
  if (!fault) throw new RangeError("A workbook without sheets was opened");
  if (summaries.length === 1 || choices.sheet !== undefined) throw fault;
  const names = summaries.map(({ name }) => `“${name}”`).join(", ");
  throw new FileFault(fault.message, `None of the ${summaries.length} sheets is a table: ${names}.`);
}
