import { migrate } from "@/db/migrate";
import { need } from "@/env";
import type { Command } from "./command";

export const migrateCommand: Command = {
  usage: [["migrate", "bring the database to this version"]],
  run: async () => {
    const { applied } = await migrate(need("DATABASE_OWNER_URL"));
    return {
      text: applied ? "The database was brought to this version." : "The database is at this version.",
      data: { applied },
    };
  },
};
