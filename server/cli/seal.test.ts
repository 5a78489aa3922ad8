import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test as plain } from "vitest";
import { program as programTable } from "@/db/schema/initiative";
import { bundled, type Ended, scratchFolder, settingsFor, started } from "@/db/testing/program";
import { change } from "@/server/record/change";
import { sealDays } from "@/server/seal/commands";
import { asMember, type TestDatabase, test } from "@/server/testing";

let program: Awaited<ReturnType<typeof bundled>>;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  program = await bundled({ cli: "server/cli.ts" });
  scratch = await scratchFolder();
});
afterAll(async () => {
  await program.remove();
  await scratch.remove();
});

const offline = (words: string[]) =>
  started(path.join(program.folder, "cli.mjs"), words, { NODE_ENV: "production" }).ended;
const portolan = (db: TestDatabase, words: string[]) =>
  started(path.join(program.folder, "cli.mjs"), words, settingsFor(db, { PORTOLAN_HOME: scratch.path })).ended;
const json = ({ out }: Ended) => JSON.parse(out);

async function superuser(db: TestDatabase, statement: string): Promise<void> {
  const sql = postgres(db.superUrl, { max: 1 });
  await sql.unsafe(`set session_replication_role = replica; ${statement}`);
  await sql.end();
}

/** An organisation whose only changes were three days ago. */
async function sealed(db: TestDatabase) {
  const { ctx, orgId, slug } = await asMember(db, "admin");
  await change(ctx, { name: "program.create" }, (tx) => tx.insert(programTable).values({ orgId, name: "Of the past" }));
  const back = "interval '3 days'";
  await superuser(
    db,
    `update change set at = at - ${back} where org_id = '${orgId}';
     update private.instant set at = now() where org_id = '${orgId}'`,
  );
  return { ctx, orgId, slug };
}

test("seal, record, verify and proof, from the database and from files without one", { timeout: 120_000 }, async ({
  db,
}) => {
  const { orgId, slug } = await sealed(db);
  const first = json(await portolan(db, ["seal", slug, "--json"]));
  expect(first.organisations).toMatchObject([{ slug, days: [{ leaves: 23 }, { leaves: 0 }, { leaves: 0 }] }]);
  const head = first.organisations[0].days[2].chain;
  expect((await portolan(db, ["seal"])).out).toContain(`${slug}: nothing to seal.`);

  const file = path.join(scratch.path, "record.jsonl.gz");
  expect(json(await portolan(db, ["record", slug, file, "--json"]))).toMatchObject({ head, days: 3, rows: 23 });
  const checked = await offline(["verify", file, "--head", head, "--json"]);
  // The superuser of this test set the changes back: that is found, and nothing else is.
  expect(json(checked).findings.map(({ kind }: { kind: string }) => kind)).toEqual([
    "backdated",
    "backdated",
    "backdated",
  ]);
  expect(checked.code).toBe(1);

  const proof = path.join(scratch.path, "proof.json");
  const versions = json(await portolan(db, ["proof", slug, orgId, "--json"]));
  expect(versions.error).toContain("Nothing is recorded");
  const sql = postgres(db.superUrl, { max: 1 });
  const [row] = await sql<{ id: string }[]>`select id from program where org_id = ${orgId}`;
  await sql.end();
  const written = json(await portolan(db, ["proof", slug, row?.id ?? "", proof, "--json"]));
  const good = await offline(["verify", proof, "--head", written.chain]);
  expect(good).toMatchObject({ code: 0, out: expect.stringContaining("stood in the record sealed for") });
  await writeFile(proof, (await readFile(proof, "utf8")).replace("Of the past", "Of the vast"));
  expect(await offline(["verify", proof, "--head", written.chain])).toMatchObject({ code: 1 });
});

test("verify says with its exit code and its words what a superuser altered", { timeout: 120_000 }, async ({ db }) => {
  const { ctx, orgId, slug } = await asMember(db, "admin");
  await sealDays(ctx);
  expect(await portolan(db, ["verify", "--live", slug])).toMatchObject({
    code: 0,
    out: expect.stringContaining("the record is as it was sealed"),
  });
  await superuser(db, `update history.membership set change_id = gen_random_uuid() where org_id = '${orgId}'`);
  const found = await portolan(db, ["verify", "--live", slug]);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/ · membership [0-9a-f-]{36}, version of .* UTC, belongs to no recorded change\./);
  expect(found.out).toContain(slug);
});

plain("wrong usage is told apart", async () => {
  expect(await offline(["verify"])).toMatchObject({ code: 2 });
  expect(await offline(["verify", "a", "--live", "b"])).toMatchObject({ code: 2 });
  expect(await offline(["verify", "a", "--head", "short"])).toMatchObject({ code: 2 });
  expect(await offline(["verify", path.join(scratch.path, "none.jsonl")])).toMatchObject({ code: 1 });
  const other = path.join(scratch.path, "other.txt");
  await writeFile(other, "hello\n");
  expect(await offline(["verify", other])).toMatchObject({
    code: 1,
    err: expect.stringContaining("neither a record nor a proof"),
  });
});
