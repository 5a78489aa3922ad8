import { z } from "zod";
import {
  boardInput,
  bulkCommitInput,
  bulkPreviewInput,
  groupsInput,
  rowsInput,
  valuesInput,
} from "@/domain/table/input";
import { read } from "../record/read";
import { orgProcedure, readProcedure } from "../trpc/init";
import { commitBulk, previewBulk, undoBulk } from "./bulk";
import { listBoard, listGroups, listValues } from "./group";
import type { ServerRegister } from "./register";
import { listRows } from "./rows";
import { columnsIn } from "./setting";

/** Of a register with custom fields: its columns are known only at run time. */
export const columnProcedure = (register: ServerRegister<unknown>) =>
  orgProcedure
    .meta({ permission: register.permission })
    .query(async ({ ctx }) => [...(await read(ctx, (tx) => columnsIn(tx, ctx, register)))]);

/** The procedures every register has; a noun's router spreads them among its own. */
export function registerProcedures<Extra>(register: ServerRegister<Extra>) {
  const readable = readProcedure.meta({ permission: register.permission });
  const editable = orgProcedure.meta({ permission: register.rules.permission });
  return {
    rows: readable.input(rowsInput).query(({ ctx, input }) => listRows(ctx, register, input)),
    groups: readable.input(groupsInput).query(({ ctx, input }) => listGroups(ctx, register, input)),
    board: readable.input(boardInput).query(({ ctx, input }) => listBoard(ctx, register, input)),
    values: readable.input(valuesInput).query(({ ctx, input }) => listValues(ctx, register, input)),
    bulkPreview: editable.input(bulkPreviewInput).mutation(({ ctx, input }) => previewBulk(ctx, register, input)),
    bulkCommit: editable.input(bulkCommitInput).mutation(({ ctx, input }) => commitBulk(ctx, register, input)),
    bulkUndo: editable
      .input(z.object({ changeId: z.uuid() }))
      .mutation(({ ctx, input }) => undoBulk(ctx, register, input.changeId)),
  };
}
