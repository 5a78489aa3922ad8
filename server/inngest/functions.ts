import type { InngestFunction } from "inngest";
import { connectionJobs } from "../connection/jobs";
import { dueJobs } from "../due/jobs";
import { packJobs } from "../pack/jobs";
import { metricJobs } from "../metric/jobs";

/** All functions of the product. A noun adds the list its jobs.ts exports. */
export const functions: InngestFunction.Any[] = [...connectionJobs, ...dueJobs, ...packJobs, ...metricJobs];
