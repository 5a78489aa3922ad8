import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { hash } from "@node-rs/argon2";
import { connect, type Database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { seedSample } from "@/db/seed/sample";
import { env, need } from "@/env";

const HELP = `portolan <command>

  migrate                       bring the database to this version
  seed sample                   create the fictional sample organisation and one account per role
  user <email> <name>           create an account; the password is read from PORTOLAN_PASSWORD or standard input
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

const commands: Record<string, Command> = {
  migrate: async () => {
    const { applied } = await migrate(need("DATABASE_OWNER_URL"));
    return { text: applied ? "The database was brought to this version." : "The database is at this version.", data: { applied } };
  },
  seed: async ([scenario]) => {
    if (scenario !== "sample") throw new UsageError("Name the scenario: seed sample");
    const seeded = await asOwner((db) => seedSample(db));
    await writeFile(path.join(env().PORTOLAN_HOME, "sample-accounts.json"), JSON.stringify(seeded.accounts, null, 2), { mode: 0o600 });
    const lines = seeded.accounts.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email}  ${password}`);
    return { text: [`Created ${seeded.slug} with ${seeded.events} recorded events.`, ...lines].join("\n"), data: { ...seeded } };
  },
  user: async ([email, ...name]) => {
    if (!email?.includes("@") || name.length === 0) throw new UsageError("Give an e-mail address and a name: user <email> <name>");
    // biome-ignore lint/style/noProcessEnv: a secret that must not stay in the parsed settings
    const password = process.env.PORTOLAN_PASSWORD ?? (await readStandardInput());
    if (password.length < 12) throw new UsageError("The password must have at least 12 characters");
    const stored = await hash(password);
    const id = await asOwner(async (db) => {
      const [row] = await db.sql<{ id: string }[]>`select private.create_user(${email}, ${name.join(" ")}, ${stored}) as id`;
      return row?.id;
    });
    return { text: `Created the account ${email}. At the first sign-in it starts or joins an organisation.`, data: { id } };
  },
};

async function main(): Promise<number> {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { json: { type: "boolean" }, help: { type: "boolean" }, commit: { type: "boolean" }, "good-lines": { type: "boolean" }, key: { type: "string" } },
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
