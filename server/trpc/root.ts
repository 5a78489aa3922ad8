import { accessRouter } from "../auth/router";
import { customFieldRouter } from "../custom-field/router";
import { initiativeRouter } from "../initiative/router";
import { invitationRouter } from "../invitation/router";
import { memberRouter } from "../member/router";
import { organisationRouter } from "../organisation/router";
import { programRouter } from "../program/router";
import { router } from "./init";

export const appRouter = router({
  access: accessRouter,
  initiative: initiativeRouter,
  program: programRouter,
  customField: customFieldRouter,
  invitation: invitationRouter,
  member: memberRouter,
  organisation: organisationRouter,
});

export type AppRouter = typeof appRouter;
