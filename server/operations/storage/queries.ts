import path from "node:path";
import { env } from "@/env";

/** Where documents lie. */
export const storageFolder = (): string => path.join(env().PORTOLAN_HOME, "documents");
