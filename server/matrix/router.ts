import { matrixActivation, newMatrixVersion, rerating, reratingPreview } from "@/domain/risk/matrix-input";
import { orgProcedure, router } from "../trpc/init";
import { activateMatrixVersion, createMatrixVersion, rerate } from "./commands";
import { listMatrices } from "./queries";
import { previewRerating } from "./rerate/queries";

const managed = orgProcedure.meta({ permission: "matrix:manage" });

export const matrixRouter = router({
  list: orgProcedure.meta({ permission: "risk:read" }).query(({ ctx }) => listMatrices(ctx)),
  createVersion: managed.input(newMatrixVersion).mutation(({ ctx, input }) => createMatrixVersion(ctx, input)),
  activate: managed.input(matrixActivation).mutation(({ ctx, input }) => activateMatrixVersion(ctx, input)),
  rerating: managed.input(reratingPreview).query(({ ctx, input }) => previewRerating(ctx, input)),
  rerate: managed.input(rerating).mutation(({ ctx, input }) => rerate(ctx, input)),
});
