import type { InitiativeRow } from "@/components/initiative/shape";
import type { MoveWords } from "@/components/table/register";
import { INITIATIVE_STAGES } from "@/domain/initiative/choice";
import { stageMove } from "@/domain/initiative/lifecycle";

/** What a move to another stage means; the rules are those of the page of one initiative. */
export const moveWords: MoveWords<InitiativeRow> = (row, column, to) => {
  if (column !== "stage") return null;
  const move = stageMove(row.stage, INITIATIVE_STAGES.find((stage) => stage === to) ?? null);
  return move.words ? { words: move.words, expected: move.natural } : null;
};
