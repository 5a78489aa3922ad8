/** Names and values of labels. Values must come from a short list known beforehand: procedures, routes, codes; never what a person or organisation is called. */
export type Labels = Readonly<Record<string, string>>;
type Kind = "counter" | "gauge" | "histogram";
export type Sample = { labels?: Labels; value: number };

/** A broken caller must not fill the memory: what is beyond is counted under one name. */
const MOST_SERIES = 5000;

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
const labelled = (labels: Labels): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length > 0 ? `{${parts.join(",")}}` : "";
};
const numbered = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";

const heading = (name: string, kind: Kind, help: string): string =>
  `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${kind}\n`;

/** One figure in Prometheus' text format, version 0.0.4, from values at hand. */
export function exposed(name: string, kind: "counter" | "gauge", help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${labelled(labels)} ${numbered(value)}\n`);
  return heading(name, kind, help) + lines.join("");
}

export class Counter {
  readonly #values = new Map<string, number>();
  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  add(labels: Labels, by = 1): void {
    const key = labelled(labels);
    if (this.#values.size >= MOST_SERIES && !this.#values.has(key)) return;
    this.#values.set(key, (this.#values.get(key) ?? 0) + by);
  }

  text(): string {
    const lines = [...this.#values].map(([key, value]) => `${this.name}${key} ${numbered(value)}\n`);
    return heading(this.name, "counter", this.help) + lines.join("");
  }
}

type Buckets = { labels: Labels; counts: number[]; sum: number; count: number };

export class Histogram {
  readonly #series = new Map<string, Buckets>();
  /** `bounds`: upper ends of the buckets, ascending, in the unit the name ends with. */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {}

  observe(labels: Labels, value: number): void {
    const key = labelled(labels);
    let held = this.#series.get(key);
    if (!held) {
      if (this.#series.size >= MOST_SERIES) return;
      held = { labels, counts: this.bounds.map(() => 0), sum: 0, count: 0 };
      this.#series.set(key, held);
    }
    const at = this.bounds.findIndex((bound) => value <= bound);
    if (at >= 0) held.counts[at] = (held.counts[at] ?? 0) + 1;
    held.sum += value;
    held.count += 1;
  }

  text(): string {
    let out = heading(this.name, "histogram", this.help);
    for (const [key, { labels, counts, sum, count }] of this.#series) {
      let below = 0;
      for (const [at, bound] of this.bounds.entries()) {
        below += counts[at] ?? 0;
        out += `${this.name}_bucket${labelled({ ...labels, le: String(bound) })} ${below}\n`;
      }
      out += `${this.name}_bucket${labelled({ ...labels, le: "+Inf" })} ${count}\n${this.name}_sum${key} ${numbered(sum)}\n${this.name}_count${key} ${count}\n`;
    }
    return out;
  }
}
