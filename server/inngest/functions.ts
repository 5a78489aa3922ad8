import type { InngestFunction } from "inngest";
import { accessJobs } from "../auth/jobs";
import { connectionJobs } from "../connection/jobs";
import { documentJobs } from "../document/jobs";
import { dueJobs } from "../due/jobs";
import { importJobs } from "../import/jobs";
import { mailJobs } from "../mail/jobs";
import { metricJobs } from "../metric/jobs";
import { notificationJobs } from "../notification/jobs";
import { retentionJobs } from "../organisation/jobs";
import { packJobs } from "../pack/jobs";
import { riskJobs } from "../risk/jobs";
import { sealJobs } from "../seal/jobs";

/** All functions of the product. A noun adds the list its jobs.ts exports. */
export const functions: InngestFunction.Any[] = [
  ...accessJobs,
  ...connectionJobs,
  ...documentJobs,
  ...dueJobs,
  ...importJobs,
  ...notificationJobs,
  ...packJobs,
  ...mailJobs,
  ...metricJobs,
  ...retentionJobs,
  ...riskJobs,
  ...sealJobs,
];
