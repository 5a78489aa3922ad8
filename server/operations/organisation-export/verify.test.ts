import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { connect } from "@/db/client";
import { seedSample } from "@/db/seed/sample";
import { scratchFolder } from "@/db/testing/program";
import { jobContext } from "../../context";
import { sealDays } from "../../seal/commands";
import { test } from "../../testing";
import { exportOrganisation } from "./commands";
import { lineHash, MANIFEST, MANIFEST_HASH } from "./folder";
import { folderLines, verifyFolder } from "./queries";

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  scratch = await scratchFolder();
  return () => scratch.remove();
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const linesIn = async (file: string) => (await readFile(file, "utf8")).split("\n").slice(0, -1);

/** Writes a line anew and, as somebody would who knows the format, every hash of the folder with it. */
async function forged(folder: string, file: string, line: number, text: string): Promise<void> {
  const lines = await linesIn(path.join(folder, file));
  lines[line] = text;
  const whole = `${lines.join("\n")}\n`;
  const beside = lines.map((each) => `${lineHash(each)}\n`).join("");
  await writeFile(path.join(folder, file), whole);
  await writeFile(path.join(folder, `lines/${file}.txt`), beside);
  const manifest = JSON.parse(await readFile(path.join(folder, MANIFEST), "utf8"));
  for (const each of [...manifest.tables, manifest.record].filter((one) => one.file === file)) {
    each.sha256 = sha256(whole);
    each.lines.sha256 = sha256(beside);
  }
  await writeFile(path.join(folder, MANIFEST), JSON.stringify(manifest));
  await writeFile(path.join(folder, MANIFEST_HASH), sha256(JSON.stringify(manifest)));
}

describe("the folder of an exported organisation", () => {
  test("verifies alone; a changed byte of any file is named", { timeout: 180_000 }, async ({ db }) => {
    const owner = connect(db.ownerUrl, { max: 1 });
    const { slug } = await seedSample(owner);
    const [org] = await owner.sql<{ org_id: string }[]>`select org_id from private.org_slug where slug = ${slug}`;
    await owner.end();
    const orgId = org?.org_id ?? "";
    await sealDays(jobContext({ db, emit: async () => undefined }, "test", orgId));
    const storage = path.join(scratch.path, "storage");
    await mkdir(path.join(storage, orgId), { recursive: true });
    await writeFile(path.join(storage, orgId, "abcd"), "a document");
    const target = path.join(scratch.path, "whole");
    const organisation = { orgId, slug, name: "Whole" };
    await exportOrganisation({ ownerUrl: db.ownerUrl, organisation, target, storage });

    const good = await verifyFolder(target);
    expect(folderLines(good).slice(0, 8).join("\n")).toContain("every file is as it was written");
    expect(good).toMatchObject({ found: 0, findings: [], record: { found: 0 } });
    expect(good.record?.leaves).toBeGreaterThan(500);
    expect((await verifyFolder(target, good.record?.head?.chain)).record?.found).toBe(0);

    const copy = path.join(scratch.path, "copy");
    const spoilt = async (spoil: () => Promise<void>) => {
      await cp(target, copy, { recursive: true });
      await spoil();
      const report = await verifyFolder(copy);
      await rm(copy, { recursive: true });
      return { ...report, said: folderLines(report).join("\n") };
    };
    const byte = (file: string, from: string, to: string) => async () => {
      const text = await readFile(path.join(copy, file), "utf8");
      expect(text).toContain(from);
      await writeFile(path.join(copy, file), text.replace(from, to));
    };

    const history = await spoilt(byte("history.initiative.jsonl", '"title":"', '"title":"x'));
    expect(history.findings[0]).toMatchObject({ file: "history.initiative.jsonl", line: 1 });
    expect(history.said).toMatch(
      /history\.initiative\.jsonl does not hold initiative [0-9a-f-]{36}, version of .* UTC, as it is recorded \(sealed for \d{4}-/,
    );
    const point = await spoilt(async () => {
      const lines = await linesIn(path.join(copy, "public.point.jsonl"));
      lines[41] = (lines[41] ?? "").replace(/"value":\d/, '"value":7');
      await writeFile(path.join(copy, "public.point.jsonl"), `${lines.join("\n")}\n`);
    });
    expect(point.findings).toEqual([
      { file: "public.point.jsonl", line: 42, text: "was changed after it was written." },
    ]);
    const record = await spoilt(byte("record.jsonl", '"title":"', '"title":"x'));
    expect(record.findings[0]).toMatchObject({ file: "record.jsonl" });
    expect(record.record?.findings[0]).toMatchObject({ kind: "changed", place: { table: "initiative" } });
    expect(record.record?.findings[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const [file, spoil] of [
      [`files/abcd`, byte("files/abcd", "a d", "the d")],
      ["lines/public.model.jsonl.txt", byte("lines/public.model.jsonl.txt", "\n", "x\n")],
      [MANIFEST, byte(MANIFEST, '"Whole"', '"Whale"')],
      [MANIFEST_HASH, () => rm(path.join(copy, MANIFEST_HASH))],
      ["public.model.jsonl", () => rm(path.join(copy, "public.model.jsonl"))],
      ["more.txt", () => writeFile(path.join(copy, "more.txt"), "more")],
    ] as const) {
      const { found, said } = await spoilt(spoil);
      expect(found, file).toBeGreaterThan(0);
      expect(said).toContain(file.replace(MANIFEST_HASH, MANIFEST));
    }

    // Somebody who makes every hash of the folder fit is found by what was sealed.
    const first = (await linesIn(path.join(target, "history.model.jsonl")))[0] ?? "";
    const past = await spoilt(() => forged(copy, "history.model.jsonl", 0, first.replace('"name":"', '"name":"x')));
    expect(past.findings.map(({ file }) => file)).toContain("history.model.jsonl");
    expect(past.said).toMatch(/history\.model\.jsonl, line 1 is not what record\.jsonl holds/);
    expect(past.said).toMatch(/does not hold model [0-9a-f-]{36}, version of .* \(sealed for/);
    const current = (await linesIn(path.join(target, "public.model.jsonl")))[0] ?? "";
    const now = await spoilt(() => forged(copy, "public.model.jsonl", 0, current.replace('"name":"', '"name":"x')));
    expect(now.said).toContain("public.model.jsonl does not hold what the history says is current.");
    const entries = await linesIn(path.join(target, "record.jsonl"));
    const at = entries.findIndex((line) => line.startsWith('{"recorded":["open","model"'));
    const text = (entries[at] ?? "").replace('"name":"', '"name":"x');
    const sealed = await spoilt(() => forged(copy, "record.jsonl", at, text));
    expect(sealed.record?.findings[0]).toMatchObject({ kind: "changed", place: { table: "model" } });
  });

  test("what is no export is refused, and no path leads out of the folder", async () => {
    await expect(verifyFolder(scratch.path)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const folder = path.join(scratch.path, "astray");
    await mkdir(folder);
    const held = { file: "../../etc/passwd", sha256: "0".repeat(64) };
    const lined = { ...held, rows: 0, lines: held };
    const organisation = { orgId: "0190a1b2-0000-7000-8000-000000000000", slug: "x", name: "X" };
    const manifest = { portolan: "organisation", format: 2, organisation, snapshotAt: new Date().toISOString() };
    const rest = { tables: [], record: { ...lined, days: 0, head: null }, files: [] };
    await writeFile(path.join(folder, MANIFEST), JSON.stringify({ ...manifest, ...rest }));
    await expect(verifyFolder(folder)).rejects.toThrow("outside the folder");
  });
});
