import { accessRouter } from "../auth/router";
import { router } from "./init";

export const appRouter = router({
  access: accessRouter,
});

export type AppRouter = typeof appRouter;
