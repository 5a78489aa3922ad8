import type { Prepared } from "@/components/import/shape";
import { DELIMITER_NAMES } from "@/domain/import/delimiter";
import type { Column } from "@/domain/import/header";
import { counted, sentence, verb } from "@/domain/shared/sentence";

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
  return [
    isRemembered
      ? "The mapping is the one used for this header before."
      : "The mapping is proposed from names, values and what is already here.",
    preamble.length > 0
      ? sentence(
          `${counted(preamble.length, sheet ? "row" : "line")} above the column names ${verb(preamble.length, "is", "are")} left out`,
        )
      : "",
    blankRows > 0 ? sentence(`${counted(blankRows, "blank row")} ${verb(blankRows, "is", "are")} left out`) : "",
    broken > 0
      ? sentence(`${counted(broken, "row")} ${verb(broken, "has", "have")} the wrong shape and will be rejected`)
      : "",
    troubles > 0
      ? sentence(
          `${counted(troubles, "row")} ${verb(troubles, "has", "have")} a cell that shows an error or was never calculated`,
        )
      : "",
    sheet && sheet.hiddenRows > 0
      ? sentence(
          `${counted(sheet.hiddenRows, "hidden row")} ${verb(sheet.hiddenRows, "is", "are")} read like the others`,
        )
      : "",
    sheet && sheet.mergedCells > 0
      ? sentence(
          `${counted(sheet.mergedCells, "cell")} merged over several rows ${verb(sheet.mergedCells, "holds", "hold")} for each of them`,
        )
      : "",
    formulas > 0
      ? sentence(
          `${counted(formulas, "cell")} ${verb(formulas, "looks like a formula and stays", "look like formulas and stay")} text`,
        )
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}
