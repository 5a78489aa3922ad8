import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { seedSample } from "@/db/seed/sample";
import { livingAccounts, type SampleAccount } from "@/db/seed/sample/accounts";
import { env } from "@/env";
import { asOwner, type Command, UsageError } from "./command";

const accountFile = () => path.join(env().PORTOLAN_HOME, "sample-accounts.json");
const accountLines = (accounts: readonly SampleAccount[]) =>
  accounts.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email}  ${password}`);

export const seedCommand: Command = {
  usage: [["seed sample", "create the fictional sample organisation and one account per role"]],
  run: async ([scenario]) => {
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
};

export const accountsCommand: Command = {
  usage: [["accounts", "the sample accounts, as long as the sample is there"]],
  run: async () => {
    const held: SampleAccount[] = existsSync(accountFile()) ? JSON.parse(await readFile(accountFile(), "utf8")) : [];
    const accounts = await asOwner((db) => livingAccounts(db, held));
    return { text: accountLines(accounts).join("\n") || "There are no sample accounts.", data: { accounts } };
  },
};
