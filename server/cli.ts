import { parseArgs } from "node:util";
import { backupCommand, restoreCommand } from "./cli/backup";
import { type Command, columns, UsageError } from "./cli/command";
import { doctorCommand } from "./cli/doctor";
import { exportCommand } from "./cli/export";
import { importCommand } from "./cli/import";
import { migrateCommand } from "./cli/migrate";
import { orgCommand } from "./cli/org";
import { packCommand } from "./cli/pack";
import { proofCommand, recordCommand } from "./cli/record";
import { sealCommand } from "./cli/seal";
import { accountsCommand, seedCommand } from "./cli/seed";
import { syncCommand } from "./cli/sync";
import { userCommand } from "./cli/user";
import { verifyCommand } from "./cli/verify";

const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: migrateCommand,
  seed: seedCommand,
  accounts: accountsCommand,
  user: userCommand,
  org: orgCommand,
  import: importCommand,
  export: exportCommand,
  sync: syncCommand,
  pack: packCommand,
  seal: sealCommand,
  record: recordCommand,
  verify: verifyCommand,
  proof: proofCommand,
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
};

const FOOT = `  --json   one JSON object on standard output
  --help   this text, or that of one command

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;

const commandCalled = (name: string) => (Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined);

const formsOf = (command: Command) => command.usage.map(([form, does]) => [`  ${form}`, does]);

const helpOfAll = () => `portolan <command>\n\n${columns(Object.values(COMMANDS).flatMap(formsOf))}\n\n${FOOT}`;

const helpOf = (command: Command) =>
  [`portolan\n\n${columns(formsOf(command))}`, command.notes, FOOT].filter(Boolean).join("\n\n");

function helpFor(name: string | undefined): string {
  const command = name ? commandCalled(name) : undefined;
  return command ? helpOf(command) : helpOfAll();
}

/** Nobody can answer a failed connection with an empty message: the driver gives a list of causes. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Standard output may be a pipe: what was written must be gone before the process ends. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    if (text === "") resolve();
    else process.stdout.write(`${text}\n`, () => resolve());
  });

async function main(words: string[]): Promise<number> {
  const asJson = words.includes("--json");
  const named = words.find((word) => !word.startsWith("-"));
  const name = named === "help" ? words[words.indexOf("help") + 1] : named;
  if (!name || named === "help" || words.includes("--help") || words.includes("-h")) {
    const help = helpFor(name);
    await print(asJson ? JSON.stringify({ help }) : help);
    return named || words.includes("--help") || words.includes("-h") ? 0 : 2;
  }
  try {
    const command = commandCalled(name);
    if (!command) throw new UsageError(`There is no command "${name}".`);
    const { text, data, code = 0 } = await command.run(...understood(command, words));
    await print(asJson ? JSON.stringify(data) : text);
    return code;
  } catch (error) {
    const message = messageOf(error);
    if (asJson) await print(JSON.stringify({ error: message }));
    else process.stderr.write(`${message}${error instanceof UsageError ? `\n\n${helpFor(name)}` : ""}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** @throws UsageError for an option that the command does not know */
function understood(command: Command, words: string[]): Parameters<Command["run"]> {
  try {
    const options = { ...command.options, json: { type: "boolean" as const } };
    const { values, positionals } = parseArgs({ args: words, allowPositionals: true, strict: true, options });
    return [positionals.slice(1), values as Parameters<Command["run"]>[1]];
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

process.exitCode = await main(process.argv.slice(2));
