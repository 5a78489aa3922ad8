import { AddedColumns } from "./added";
import { Backdated } from "./backdated";
import { type Hash, hexOf, leafHash, MerkleTree } from "./merkle";
import {
  type Header,
  headerOf,
  identityOf,
  type Manifest,
  manifestOf,
  placeOf,
  type Statement,
  statementOf,
} from "./record-line";
import type { Finding, FindingKind, Report } from "./report";
import { dayAfter, UnsealedRest } from "./rest";

const DAY_MS = 86_400_000;
const KEPT = 200; // findings named; the rest are counted
const LATE_MS = 2 * DAY_MS;

type OpenDay = { day: string; tree: MerkleTree; leaves: number; statement: Statement };
type Lone = { sealed?: string; recorded?: string };

/**
 * Reads a record line by line as it was exported and compares what is recorded with what was sealed, and the seals with each
 * other. Needs nothing else; memory grows with the findings only.
 */
export class RecordVerifier {
  private header: Header | undefined;
  private day: OpenDay | undefined;
  private resting = false; // behind the last sealed day
  private finished = false;
  private rows = 0;
  private lines = 0;
  private before: Statement | undefined;
  private beforeChain: string | null = null;
  private lone = new Map<string, Lone>();
  private last: { text: string; sealed: boolean } | undefined;
  private current = ""; // the entry whose row was read last
  private readonly columns = new AddedColumns();
  private readonly unsealed = new UnsealedRest();
  private headSeen = false;
  private readonly report: Report = {
    organisation: { id: "", slug: "", name: "" },
    ...{ sample: false, madeAt: "", days: 0, leaves: 0, first: null, head: null, seeded: 0 },
    ...{ late: { count: 0, first: null }, waiting: [], findings: [], found: 0 },
  };
  private readonly backdated = new Backdated(KEPT);

  constructor(
    private readonly hash: Hash,
    private readonly options: { head?: string } = {},
  ) {}

  line(text: string): void {
    this.lines += 1;
    try {
      this.take(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.find("file", { detail: `Line ${this.lines} cannot be read.` });
    }
  }

  private take(text: string): void {
    if (this.finished) this.find("file", { day: null, detail: "It goes on after its manifest." });
    else if (text.startsWith('{"recorded":')) this.recorded(text);
    else if (text.startsWith('{"sealed":')) this.sealed(text.slice(10, -1));
    else if (text.startsWith('{"later":')) this.addedLater(text);
    else if (text.startsWith('{"seal":')) this.seal(text);
    else if (text === '{"rest":true}') this.rest();
    else if (text.startsWith('{"manifest":')) this.manifest(text);
    else if (this.lines === 1) this.begin(text);
    else this.find("file", { detail: `Line ${this.lines} is none of a record.` });
  }

  /** `intact`: the hash at the end of the file is that of what stands before it. */
  end(intact = true): Report {
    this.closeDay();
    if (!this.finished) this.find("file", { day: null, detail: "It ends before its manifest." });
    else if (!intact) this.find("file", { day: null, detail: "Its last line does not give its hash." });
    if (this.options.head && !this.headSeen) this.find("head", { day: null });
    const { report } = this;
    report.waiting = this.unsealed.waiting;
    if (report.sample) report.seeded = this.backdated.count;
    else {
      for (const finding of this.backdated.first) this.add(finding);
      report.found += this.backdated.count - this.backdated.first.length;
    }
    return report;
  }

  private begin(text: string): void {
    this.header = headerOf(text);
    if (this.header) {
      const { id, slug, name } = this.header.organisation;
      this.report.organisation = { id, slug, name };
      this.report.madeAt = this.header.madeAt;
    } else {
      this.find("file", { day: null, detail: "It does not begin as a record." });
    }
  }

  private seal(text: string): void {
    this.closeDay();
    const read = statementOf(text);
    if (!read) {
      this.find("file", { detail: `Line ${this.lines} is no seal.` });
      return;
    }
    const { raw, statement, chain } = read;
    const { day, before, organisation } = statement;
    const at = { day };
    if (hexOf(this.hash(raw)) !== chain) this.find("seal", at);
    if (organisation !== this.report.organisation.id) this.find("foreign", at);
    const prior = this.before;
    if (prior && day <= prior.day) this.find("order", { ...at, detail: `It comes after ${prior.day}.` });
    else if (prior && day !== dayAfter(prior.day)) {
      const gap = { from: dayAfter(prior.day), to: dayAfter(day, -1) };
      this.find("missing", {
        day: gap.from,
        ...(gap.to !== gap.from ? { detail: `So were the days to ${gap.to}.` } : {}),
      });
    } else if (prior && before !== this.beforeChain) this.find("chain", at);
    if (!prior && before !== null)
      this.find("missing", { day: dayAfter(day, -1), detail: "So may be days before it." });
    for (const stranger of this.columns.strangers(statement.added)) this.find("later", { day: null, ...stranger });
    const lateBy = Date.parse(statement.sealedAt) - Date.parse(dayAfter(day));
    if (lateBy > LATE_MS) {
      this.report.late.first ??= day;
      this.report.late.count += 1;
    }
    if (this.options.head === chain) this.headSeen = true;
    [this.before, this.beforeChain] = [statement, chain];
    this.report.days += 1;
    this.report.first ??= day;
    this.report.head = { day, chain };
    this.day = { day, tree: new MerkleTree(this.hash), leaves: 0, statement };
  }

  private sealed(entry: string): void {
    if (!this.day) {
      this.find("file", { detail: `Line ${this.lines} belongs to no day.` });
      return;
    }
    this.day.tree.add(leafHash(this.hash, entry));
    this.day.leaves += 1;
    this.report.leaves += 1;
    this.pair(entry, true);
  }

  private recorded(text: string): void {
    this.rows += 1;
    const cut = text.indexOf('"],"row":{'); // cannot stand inside a string of the entry, where quotes are escaped
    const entry = cut < 0 ? text.slice(12, -1) : text.slice(12, cut + 2);
    const row = cut < 0 ? null : text.slice(cut + 9, -1);
    this.current = entry;
    this.look(entry, row);
    // A row that was altered in the file itself is told by its hash.
    const fits = entry.startsWith('["close",') ? row === null : row && entry.endsWith(`"${hexOf(this.hash(row))}"]`);
    if (this.resting) for (const finding of this.unsealed.take(entry, row, this.report)) this.add(finding);
    else this.pair(fits ? entry : `${entry} altered`, false);
  }

  /** What is true of every entry, sealed or not. */
  private look(entry: string, row: string | null): void {
    if (row && entry.startsWith('["open","organisation",')) {
      const { sample } = JSON.parse(row) as { sample?: unknown };
      if (sample === true) this.report.sample = true;
    }
    this.backdated.look(entry);
  }

  private pair(text: string, sealed: boolean): void {
    if (this.last && this.last.sealed !== sealed && this.last.text === text) {
      this.last = undefined;
      return;
    }
    this.settle();
    this.last = { text, sealed };
  }

  private settle(): void {
    if (!this.last) return;
    const { text, sealed } = this.last;
    const identity = identityOf(text);
    const held = this.lone.get(identity) ?? {};
    this.lone.set(identity, { ...held, [sealed ? "sealed" : "recorded"]: text });
    this.last = undefined;
  }

  private closeDay(): void {
    this.settle();
    const { day } = this;
    for (const { sealed, recorded } of this.lone.values()) {
      const kind: FindingKind = sealed && recorded ? "changed" : sealed ? "removed" : "inserted";
      const place = placeOf(sealed ?? recorded ?? "");
      this.add({ kind, day: day?.day ?? null, ...(place ? { place } : {}) });
    }
    this.lone = new Map();
    this.day = undefined;
    if (!day) return;
    if (day.leaves !== day.statement.leaves || hexOf(day.tree.root()) !== day.statement.root)
      this.find("list", { day: day.day });
  }

  private rest(): void {
    this.closeDay();
    this.resting = true;
  }

  private addedLater(text: string): void {
    const place = placeOf(this.current);
    if (place) this.columns.note(place, (JSON.parse(text) as { later: Record<string, unknown> }).later);
  }

  private manifest(text: string): void {
    this.closeDay();
    this.finished = true;
    const said = manifestOf(text);
    const { report, header } = this;
    const holds: Manifest = {
      ...{ organisation: report.organisation.id, madeAt: report.madeAt, head: report.head?.chain ?? null },
      ...{ days: report.days, leaves: report.leaves, rows: this.rows, lines: this.lines },
    };
    const wrong: string[] = Object.entries(holds)
      .filter(([key, value]) => said?.[key as keyof Manifest] !== value)
      .map(([key]) => key);
    if (header && header.organisation.sample !== report.sample) wrong.push("sample");
    if (wrong.length > 0) this.find("manifest", { day: null, detail: `Differs: ${wrong.join(", ")}.` });
  }

  private find(kind: FindingKind, more: Partial<Omit<Finding, "kind">>): void {
    this.add({ kind, day: more.day === undefined ? (this.day?.day ?? null) : more.day, ...more } as Finding);
  }

  private add(finding: Finding): void {
    this.report.found += 1;
    if (this.report.findings.length < KEPT) this.report.findings.push(finding);
  }
}
