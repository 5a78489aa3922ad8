import type { InngestFunction } from "inngest";
import { dueJobs } from "../due/jobs";

/** All functions of the product. A noun adds the list its jobs.ts exports. */
export const functions: InngestFunction.Any[] = [...dueJobs];
