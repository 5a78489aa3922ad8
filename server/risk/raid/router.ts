import { registerProcedures } from "../../table/procedures";
import { router } from "../../trpc/init";
import { raidRegister } from "./columns";

const { rows, groups, board, values } = registerProcedures(raidRegister);

/** One log over all; nothing is changed in it. */
export const raidRouter = router({ rows, groups, board, values });
