import { arithmetic, floorWords } from "@/components/risk/assess/cell";
import { levelWords, severityStatus } from "@/components/risk/severity";
import { Status } from "@/components/ui/status";
import type { MatrixDefinition, Rating } from "@/domain/risk/matrix";

/** What the matrix makes of what is chosen: the arithmetic, the level, and the floors that raised it. */
export function RatingLine({
  matrix,
  rating,
  categoryName,
}: {
  matrix: MatrixDefinition;
  rating: Rating | null;
  categoryName: (key: string) => string;
}) {
  if (!rating) return <p className="text-ink-2 text-table">Pick a cell, or choose a likelihood and an impact.</p>;
  const floors = floorWords(matrix, rating, categoryName);
  return (
    <div className="text-table">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-serif text-meaning">{arithmetic(matrix, rating)}</span>
        <span className="text-ink-2">level from the matrix</span>
        <Status status={severityStatus(rating.severity)}>
          {levelWords(matrix.levels[rating.level]?.name, rating.severity)}
        </Status>
      </p>
      {floors.map((floor) => (
        <p key={floor} className="text-ink-2 text-note">
          {floor}
        </p>
      ))}
    </div>
  );
}
