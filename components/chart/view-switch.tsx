"use client";

/** Between a picture and the same as a table. `picture` is what the picture is called: "Chart", "Map". */
export function ViewSwitch({
  name,
  picture = "Chart",
  isTable,
  onTable,
}: {
  /** What is shown, for who does not see it. */
  name: string;
  picture?: string;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}) {
  return (
    <button
      type="button"
      data-print="hide"
      className="min-h-6 shrink-0 text-accent text-note underline-offset-2 hover:underline"
      onClick={() => onTable(!isTable)}
    >
      {isTable ? picture : "Table"}
      <span className="sr-only"> view of {name}</span>
    </button>
  );
}
