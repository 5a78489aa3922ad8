import { instantOf, placeOf } from "./record-line";
import type { Finding } from "./report";

const CLOCK_MS = 60_000; // two readings of one clock

/** Changes whose id was made later than they say they were: only a seed may write such, in a sample. */
export class Backdated {
  count = 0;
  readonly first: Finding[] = [];

  /** @param most how many are named; the rest are counted */
  constructor(private readonly most: number) {}

  look(entry: string): void {
    if (!entry.startsWith('["change",')) return;
    const instants = instantOf(entry);
    if (!instants || instants.written - instants.at <= CLOCK_MS) return;
    this.count += 1;
    if (this.first.length === this.most) return;
    const place = placeOf(entry);
    this.first.push({
      kind: "backdated",
      day: new Date(instants.at).toISOString().slice(0, 10),
      ...(place ? { place } : {}),
      detail: `Its id was made at ${new Date(instants.written).toISOString()}.`,
    });
  }
}
