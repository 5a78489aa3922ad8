import { z } from "zod";
import { FRAMEWORK_KEYS } from "@/domain/risk/taxonomy/framework";
import { orgProcedure } from "../../trpc/init";
import { getEntry, listEntries, listStarters, suggestForInitiative } from "./queries";

const readable = orgProcedure.meta({ permission: "risk:read" });
const edition = z.object({ framework: z.enum(FRAMEWORK_KEYS), edition: z.string().min(1).max(60) });

/** The libraries that risks are drawn from. */
export const libraryProcedures = {
  starters: readable.query(({ ctx }) => listStarters(ctx)),
  suggestions: readable
    .input(z.object({ initiativeId: z.uuid() }))
    .query(({ ctx, input }) => suggestForInitiative(ctx, input.initiativeId)),
  taxonomy: readable.input(edition).query(({ ctx, input }) => listEntries(ctx, input)),
  taxonomyEntry: readable
    .input(edition.extend({ ref: z.string().min(1).max(120) }))
    .query(({ ctx, input }) => getEntry(ctx, input)),
};
