import type { Prepared } from "@/components/import/shape";
import { formatCount } from "@/components/ui/format";
import { DELIMITER_NAMES } from "@/domain/import/delimiter";
import type { Column } from "@/domain/import/header";
import { counted, verb } from "@/domain/shared/sentence";

/** The columns of a file as far as a mapping is judged by them. */
export const columnsOf = ({ columns }: Prepared): Column[] =>
  columns.map(({ name }) => ({ index: 0, header: name, name }));

/** How the file was read. */
export function sourceFacts({ file }: Prepared): string[] {
  const { sheet, encoding, delimiter, headerLine } = file;
  if (sheet) return [`sheet “${sheet.name}”`, `names in row ${headerLine}`];
  const separator = delimiter ? [`separated by ${DELIMITER_NAMES[delimiter]}`] : [];
  return [...(encoding ? [encoding] : []), ...separator, `names on line ${headerLine}`];
}

/** What a person should know of a file before its columns are mapped. */
export function leadOf({ isRemembered, file, columns }: Prepared): string {
  const formulas = columns.reduce((sum, column) => sum + column.formulas, 0);
  const { sheet, preamble, blankRows, broken, troubles } = file;
  const above = counted(preamble.length, sheet ? "row" : "line");
  return [
    isRemembered
      ? "The mapping is the one used for this header before."
      : "The mapping is proposed from names, values and what is already here.",
    preamble.length > 0
      ? `${above.charAt(0).toUpperCase()}${above.slice(1)} above the column names ${verb(preamble.length, "is", "are")} left out.`
      : "",
    blankRows > 0 ? `${formatCount(blankRows)} blank rows are left out.` : "",
    broken > 0 ? `${formatCount(broken)} rows have the wrong shape and will be rejected.` : "",
    troubles > 0 ? `${formatCount(troubles)} rows have a cell that shows an error or was never calculated.` : "",
    sheet && sheet.hiddenRows > 0 ? `${formatCount(sheet.hiddenRows)} hidden rows are read like the others.` : "",
    sheet && sheet.mergedCells > 0
      ? `${formatCount(sheet.mergedCells)} cells are merged over several rows and hold for each of them.`
      : "",
    formulas > 0 ? `${formatCount(formulas)} cells look like formulas; they stay text.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
