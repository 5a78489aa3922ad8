import type { inferRouterOutputs } from "@trpc/server";
import { apiTokenRouter } from "../api-token/router";
import { auditRouter } from "../audit/router";
import { accessRouter } from "../auth/router";
import { commentRouter } from "../comment/router";
import { compareRouter } from "../compare/router";
import { connectionRouter } from "../connection/router";
import { customFieldRouter } from "../custom-field/router";
import { documentRouter } from "../document/router";
import { factorRouter } from "../factor/router";
import { followRouter } from "../follow/router";
import { importRouter } from "../import/router";
import { initiativeRouter } from "../initiative/router";
import { invitationRouter } from "../invitation/router";
import { linkRouter } from "../link/router";
import { mailRouter } from "../mail/router";
import { matrixRouter } from "../matrix/router";
import { memberRouter } from "../member/router";
import { metricRouter } from "../metric/router";
import { modelRouter } from "../model/router";
import { notificationRouter } from "../notification/router";
import { organisationRouter } from "../organisation/router";
import { overviewRouter } from "../overview/router";
import { packRouter } from "../pack/router";
import { programRouter } from "../program/router";
import { quotaRouter } from "../quota/router";
import { acceptanceRouter } from "../risk/accept/router";
import { appetiteRouter } from "../risk/appetite/router";
import { assumptionRouter } from "../risk/assumption/router";
import { escalationRouter } from "../risk/escalate/router";
import { indicatorRouter } from "../risk/indicator/router";
import { issueRouter } from "../risk/issue/router";
import { raidRouter } from "../risk/raid/router";
import { riskRouter } from "../risk/router";
import { starterRouter } from "../risk/starter/router";
import { taxonomyRouter } from "../risk/taxonomy/router";
import { viewRouter } from "../saved-view/router";
import { sealRouter } from "../seal/router";
import { searchRouter } from "../search/router";
import { sessionRouter } from "../session/router";
import { tagRouter } from "../tag/router";
import { router } from "./init";

export const appRouter = router({
  comment: commentRouter,
  connection: connectionRouter,
  metric: metricRouter,
  model: modelRouter,
  overview: overviewRouter,
  pack: packRouter,
  access: accessRouter,
  apiToken: apiTokenRouter,
  audit: auditRouter,
  factor: factorRouter,
  initiative: initiativeRouter,
  document: documentRouter,
  quota: quotaRouter,
  follow: followRouter,
  import: importRouter,
  program: programRouter,
  risk: riskRouter,
  assumption: assumptionRouter,
  issue: issueRouter,
  raid: raidRouter,
  matrix: matrixRouter,
  customField: customFieldRouter,
  invitation: invitationRouter,
  link: linkRouter,
  mail: mailRouter,
  member: memberRouter,
  notification: notificationRouter,
  organisation: organisationRouter,
  view: viewRouter,
  session: sessionRouter,
  search: searchRouter,
  tag: tagRouter,
  compare: compareRouter,
  seal: sealRouter,
  acceptance: acceptanceRouter,
  appetite: appetiteRouter,
  escalation: escalationRouter,
  starter: starterRouter,
  taxonomy: taxonomyRouter,
  indicator: indicatorRouter,
});

export type AppRouter = typeof appRouter;

type Outputs = inferRouterOutputs<AppRouter>;
export type Comparison = Outputs["compare"]["days"];
export type Overview = Outputs["overview"]["get"];
export type ModelList = Outputs["model"]["rows"];
