import { formatDate } from "@/domain/shared/figure";
import { counted } from "@/domain/shared/sentence";
import { jobContext } from "../context";
import { createEmit } from "../inngest/emit";
import { sealDays } from "../seal/commands";
import { asApp, asOwner, type Command, organisationCalled } from "./command";

type Place = { orgId: string; slug: string };

/** One organisation, or all there are. */
const placesOf = (slug: string | undefined): Promise<Place[]> =>
  asOwner(async (owner) => {
    if (slug) return [{ slug, orgId: (await organisationCalled(owner, slug)).orgId }];
    return owner.sql<Place[]>`select org_id as "orgId", slug from private.org_slug order by slug`;
  });

export const sealCommand: Command = {
  usage: [["seal [org]", "seal the days that are over; without an organisation, in all"]],
  notes: "A job does this every hour. Keep the head it prints somewhere else: verify --head compares with it.",
  run: async ([slug]) => {
    const places = await placesOf(slug);
    const sealed = await asApp(async (db) => {
      const results = [];
      for (const place of places)
        results.push({
          ...place,
          days: await sealDays(jobContext({ db, emit: createEmit(db.sql) }, "Command line", place.orgId)),
        });
      return results;
    });
    const lines = sealed.map(({ slug: of, days }) => {
      const last = days.at(-1);
      return last
        ? `${of}: ${counted(days.length, "day")} sealed, to ${formatDate(last.day)}. Head: ${last.chain}`
        : `${of}: nothing to seal.`;
    });
    return { text: lines.join("\n") || "There is no organisation.", data: { organisations: sealed } };
  },
};
