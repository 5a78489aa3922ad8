import { AppError } from "@/domain/shared/error";
import { hashPassword } from "../auth/password";
import { asOwner, type Command, UsageError } from "./command";

const LEAST_PASSWORD = 12;

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8").trim();
}

export const userCommand: Command = {
  usage: [["user <email> <name>", "create an account; its password comes from PORTOLAN_PASSWORD or standard input"]],
  notes: `The password has at least ${LEAST_PASSWORD} characters. It is never a word on the command line, where others on the machine could read it.`,
  run: async ([email, ...name]) => {
    if (!email?.includes("@") || name.length === 0)
      throw new UsageError("Give an e-mail address and a name: user <email> <name>");
    // biome-ignore lint/style/noProcessEnv: a secret that must not stay in the parsed settings
    const password = process.env.PORTOLAN_PASSWORD ?? (await readStandardInput());
    if (password.length < LEAST_PASSWORD)
      throw new UsageError(`The password must have at least ${LEAST_PASSWORD} characters`);
    const stored = await hashPassword(password);
    const id = await asOwner(async (db) => {
      const [taken] = await db.sql`select 1 from private.sign_in_account(${email})`;
      if (taken) throw new AppError("CONFLICT", `There is an account ${email} already.`);
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
