import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { connect, type Database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { seedSample } from "@/db/seed/sample";
import { livingAccounts, type SampleAccount } from "@/db/seed/sample/accounts";
import { env, need } from "@/env";
import { hashPassword } from "./auth/password";
import { jobContext } from "./context";
import { keepUpload, planImport } from "./import/commands";
import { commitImport } from "./import/commit/commands";
import { prepareImport } from "./import/queries";

const HELP = `portolan <command>

  migrate                       bring the database to this version
  seed sample                   create the fictional sample organisation and one account per role
  user <email> <name>           create an account; the password is read from PORTOLAN_PASSWORD or standard input
  accounts                      the sample accounts, as long as the sample is there
  import <org> <file.csv>       import initiatives as a dry run   [--commit] [--good-lines] [--key column,column]

  --json   one JSON object on standard output
  --help   this text

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;

class UsageError extends Error {}

type Result = { text: string; data: Record<string, unknown> };
type Command = (args: string[], flags: Record<string, string | boolean | undefined>) => Promise<Result>;

async function asOwner<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(need("DATABASE_OWNER_URL"), { max: 2, name: "portolan-cli" });
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8").trim();
}

const accountFile = () => path.join(env().PORTOLAN_HOME, "sample-accounts.json");
const accountLines = (accounts: readonly SampleAccount[]) =>
  accounts.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email}  ${password}`);

const commands: Record<string, Command> = {
  migrate: async () => {
    const { applied } = await migrate(need("DATABASE_OWNER_URL"));
    return {
      text: applied ? "The database was brought to this version." : "The database is at this version.",
      data: { applied },
    };
  },
  seed: async ([scenario]) => {
    if (scenario !== "sample") throw new UsageError("Name the scenario: seed sample");
    const seeded = await asOwner((db) => seedSample(db));
    await writeFile(accountFile(), JSON.stringify(seeded.accounts, null, 2), { mode: 0o600 });
    return {
      text: [`Created ${seeded.slug} with ${seeded.events} recorded events.`, ...accountLines(seeded.accounts)].join(
        "\n",
      ),
      data: { ...seeded },
    };
  },
  accounts: async () => {
    const held: SampleAccount[] = existsSync(accountFile()) ? JSON.parse(await readFile(accountFile(), "utf8")) : [];
    const accounts = await asOwner((db) => livingAccounts(db, held));
    return { text: accountLines(accounts).join("\n") || "There are no sample accounts.", data: { accounts } };
  },
  import: async ([slug, file], flags) => {
    if (!slug || !file) throw new UsageError("Name the organisation and the file: import <org> <file.csv>");
    return importFile(slug, file, flags);
  },
  user: async ([email, ...name]) => {
    if (!email?.includes("@") || name.length === 0)
      throw new UsageError("Give an e-mail address and a name: user <email> <name>");
    // biome-ignore lint/style/noProcessEnv: a secret that must not stay in the parsed settings
    const password = process.env.PORTOLAN_PASSWORD ?? (await readStandardInput());
    if (password.length < 12) throw new UsageError("The password must have at least 12 characters");
    const stored = await hashPassword(password);
    const id = await asOwner(async (db) => {
      const [row] = await db.sql<
        { id: string }[]
      >`select private.create_user(${email}, ${name.join(" ")}, ${stored}) as id`;
      return row?.id;
    });
    return {
      text: `Created the account ${email}. At the first sign-in it starts or joins an organisation.`,
      data: { id },
    };
  },
};

type ImportFlags = { commit?: unknown; "good-lines"?: unknown; key?: unknown };

/** A dry run, and with --commit the import itself, as the command line's own actor. */
async function importFile(slug: string, file: string, flags: ImportFlags): Promise<Result> {
  const orgId = await asOwner(async (db) => {
    const [row] = await db.sql<{ org_id: string }[]>`select org_id from private.org_slug where slug = ${slug}`;
    if (!row) throw new Error(`There is no organisation "${slug}".`);
    return row.org_id;
  });
  const db = connect(need("DATABASE_URL"), { max: 2, name: "portolan-cli" });
  try {
    const ctx = jobContext({ db, emit: async () => undefined }, "Command line", orgId);
    const { id } = await keepUpload(ctx, { name: path.basename(file), bytes: await readFile(file), choices: {} });
    const { mapping } = await prepareImport(ctx, { id });
    const key = typeof flags.key === "string" ? flags.key.split(",").map((name) => name.trim()) : mapping.key;
    const { counts, fault, report } = await planImport(ctx, { id, mapping: { ...mapping, key } });
    const said = `${counts.created} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.rejected} rejected`;
    if (!flags.commit)
      return {
        text: `Dry run of ${file}: ${said}. Add --commit to import.`,
        data: { importId: id, counts, fault, report },
      };
    const done = await commitImport(ctx, { id, rows: flags["good-lines"] ? "good" : "all", counts });
    return { text: `Imported ${file}: ${said}.`, data: { importId: id, changeId: done.changeId, counts } };
  } finally {
    await db.end();
  }
}

async function main(): Promise<number> {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: {
      json: { type: "boolean" },
      help: { type: "boolean" },
      commit: { type: "boolean" },
      "good-lines": { type: "boolean" },
      key: { type: "string" },
    },
  });
  const [name, ...args] = positionals;
  const print = (text: string, data: object) => process.stdout.write(`${flags.json ? JSON.stringify(data) : text}\n`);
  if (flags.help || !name) {
    print(HELP, { help: HELP });
    return name || flags.help ? 0 : 2;
  }
  try {
    const command = commands[name];
    if (!command) throw new UsageError(`There is no command "${name}".`);
    const { text, data } = await command(args, flags);
    print(text, data);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (flags.json) process.stdout.write(`${JSON.stringify({ error: message })}\n`);
    else process.stderr.write(`${message}${error instanceof UsageError ? `\n\n${HELP}` : ""}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main();
