import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { comment, type Mention } from "@/db/schema/comment";
import { document, documentFile } from "@/db/schema/document";
import { initiative } from "@/db/schema/initiative";
import { link } from "@/db/schema/link";
import { notification } from "@/db/schema/notification";
import type { DocumentType } from "@/domain/document/content";
import type { LinkKind } from "@/domain/link/kind";
import type { OrgContext } from "@/server/context";
import { type DocumentStorage, keyOf } from "@/server/document/storage/contract";
import { change } from "@/server/record/change";
import { store } from "@/server/record/store";
import { barsOf, pdfOf } from "./files";
import { PEOPLE } from "./people";
import { type Cast, type Event, initiativeByCode } from "./story";
import { officeHour, seeded } from "./timeline";

type Said = {
  code: string;
  daysAgo: number;
  by: string;
  body: string;
  mentions?: string[];
  replies?: { daysAgo: number; by: string; body: string; mentions?: string[] }[];
  resolved?: { daysAgo: number; by: string };
};

const SAID: readonly Said[] = [
  {
    code: "AI-07",
    daysAgo: 17,
    by: "marsh",
    body: "Recall fell when the laboratory interface changed: **38 % of lactate values** reach the model empty. @Dr. Rotimi Adeyemi, until it is mended the charge nurses should keep the hourly screening.",
    mentions: ["adeyemi"],
    replies: [
      {
        daysAgo: 16.8,
        by: "adeyemi",
        body: "The wards are told. @Nora Varga, do you need anything from us for the revalidation?",
        mentions: ["varga"],
      },
      {
        daysAgo: 16.1,
        by: "varga",
        body: "Four weeks of cases after the fix:\n- by age group\n- by unit\n- with the time of the first abnormal sign",
      },
    ],
  },
  {
    code: "AI-07",
    daysAgo: 210,
    by: "varga",
    body: "Which release was in use when the winter figures were taken?",
    replies: [{ daysAgo: 209, by: "marsh", body: "Release 6, on all wards." }],
    resolved: { daysAgo: 208, by: "varga" },
  },
  {
    code: "AI-14",
    daysAgo: 6,
    by: "okafor",
    body: "The board asked for this one. @Dr. Hanne Brandt, may the review stay on the agenda of the next meeting?",
    mentions: ["brandt"],
  },
  {
    code: "AI-24",
    daysAgo: 12,
    by: "storm",
    body: "Two wards want to join the pilot early. The consent text is the same, see *annex 2*. @Maren Okafor, may they?",
    mentions: ["okafor"],
    replies: [{ daysAgo: 11.5, by: "okafor", body: "Fine with the program office." }],
  },
];

const LINKS: readonly [from: string, kind: LinkKind, to: string, daysAgo: number][] = [
  ["AI-31", "depends", "AI-16", 130],
  ["AI-28", "relates", "AI-25", 64],
  ["AI-35", "replaces", "AI-02", 48],
  ["AI-46", "depends", "AI-11", 33],
];

type File = { name: string; type: DocumentType; bytes: Buffer };
const FILES: readonly { code: string; by: string; name: string; versions: (File & { daysAgo: number })[] }[] = [
  {
    code: "AI-07",
    by: "varga",
    name: "Validation summary.pdf",
    versions: [
      {
        ...{ name: "validation-summary-draft.pdf", type: "pdf", daysAgo: 150 },
        bytes: pdfOf(["Sepsis early warning: validation summary", "Draft for comment.", "Recall 0.86, limit 0.78."]),
      },
      {
        ...{ name: "validation-summary.pdf", type: "pdf", daysAgo: 142 },
        bytes: pdfOf([
          "Sepsis early warning: validation summary",
          "Release 7, all adult wards, twelve weeks.",
          "Recall 0.86 (limit 0.78), precision 0.31.",
          "Approved for production with monthly review.",
        ]),
      },
    ],
  },
  {
    code: "AI-07",
    by: "marsh",
    name: "Recall by week.png",
    versions: [
      {
        ...{ name: "recall-by-week.png", type: "png", daysAgo: 15 },
        bytes: barsOf([0.86, 0.85, 0.87, 0.86, 0.86, 0.84, 0.85, 0.86, 0.81, 0.72, 0.66, 0.66], 0.78),
      },
    ],
  },
];

const nameOf = (key: string): string => PEOPLE.find(([each]) => each === key)?.[1] ?? key;

type Told = { commentId: string; aboutId: string; changeId: string; by: string; at: Date };

/** Who was named heard of it then, as the job would have told them. */
async function tell(cast: Cast, { commentId, aboutId, changeId, by, at }: Told, named: readonly Mention[]) {
  const ctx: OrgContext = { ...cast.contextOf(null), actor: { kind: "job", name: "Notifications" } };
  const happened = { kind: "mention", aboutNoun: "initiative", aboutId, changeId, actorName: nameOf(by) } as const;
  await store(ctx, (tx) =>
    tx.insert(notification).values(
      named.map(({ memberId }) => ({
        orgId: ctx.orgId,
        memberId,
        ...happened,
        detail: { commentId },
        createdAt: at,
      })),
    ),
  );
}

/** What people said about initiatives. */
function commentEvents(cast: Cast, now: Date): Event[] {
  const random = seeded(4_107);
  const at = (daysAgo: number) => officeHour(now, daysAgo, random);
  const say = (
    { code, by, body, mentions = [] }: Pick<Said, "code" | "by" | "body" | "mentions">,
    id: string,
    parentId: string | null,
  ) => {
    const ctx = cast.contextOf(by);
    const named: Mention[] = mentions.map((key) => ({ memberId: cast.memberId(key) ?? "", name: nameOf(key) }));
    return async (instant: Date) => {
      const { aboutId, changeId } = await change(ctx, { name: "comment.create", at: instant }, async (tx, made) => {
        const [about] = await tx.select({ id: initiative.id }).from(initiative).where(eq(initiative.code, code));
        const beside = { aboutNoun: "initiative" as const, aboutId: about?.id ?? "" };
        const written = { authorId: cast.memberId(by) ?? "", body, mentions: named };
        await tx.insert(comment).values({ orgId: ctx.orgId, id, parentId, ...beside, ...written });
        return { aboutId: beside.aboutId, changeId: made };
      });
      if (named.length > 0) await tell(cast, { commentId: id, aboutId, changeId, by, at: instant }, named);
    };
  };
  return SAID.flatMap((said) => {
    const id = randomUUID();
    const { resolved } = said;
    const opened = at(said.daysAgo);
    const later = (daysAgo: number, step: number) =>
      new Date(Math.max(at(daysAgo).getTime(), opened.getTime() + step * 3_600_000));
    const events: Event[] = [{ at: opened, play: say(said, id, null) }];
    (said.replies ?? []).forEach((reply, step) => {
      const play = say({ ...reply, code: said.code }, randomUUID(), id);
      events.push({ at: later(reply.daysAgo, step + 1), play });
    });
    if (resolved) {
      const set = { resolvedAt: sql`private.stamp()`, resolvedBy: cast.memberId(resolved.by) };
      const play = (instant: Date) =>
        change(cast.contextOf(resolved.by), { name: "comment.resolve", at: instant }, (tx) =>
          tx.update(comment).set(set).where(eq(comment.id, id)),
        );
      events.push({ at: later(resolved.daysAgo, 12), play });
    }
    return events;
  });
}

async function putAway(storage: DocumentStorage, orgId: string, fileId: string, bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "portolan-sample-"));
  const file = path.join(folder, "file");
  await writeFile(file, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await storage.put(keyOf(orgId, fileId), { path: file, size: bytes.length, sha256 });
  await rm(folder, { recursive: true });
  return sha256;
}

function documentEvents(cast: Cast, now: Date, storage: DocumentStorage): Event[] {
  const random = seeded(4_108);
  return FILES.flatMap(({ code, by, name, versions }) => {
    const ctx = cast.contextOf(by);
    const [documentId, createdBy] = [randomUUID(), cast.memberId(by)];
    return versions.map(({ name: fileName, type, bytes, daysAgo }, index): Event => {
      const play = async (at: Date) => {
        const fileId = randomUUID();
        const sha256 = await putAway(storage, ctx.orgId, fileId, bytes);
        await change(ctx, { name: index === 0 ? "document.add" : "document.replace", at }, async (tx) => {
          const [about] = await tx.select({ id: initiative.id }).from(initiative).where(eq(initiative.code, code));
          const beside = { orgId: ctx.orgId, aboutId: about?.id ?? "", createdBy };
          if (index === 0)
            await tx.insert(document).values({ ...beside, id: documentId, aboutNoun: "initiative", name });
          const file = { id: fileId, documentId, number: index + 1, fileName, type, size: bytes.length, sha256 };
          await tx.insert(documentFile).values({ ...beside, ...file });
        });
      };
      return { at: officeHour(now, daysAgo, random), play };
    });
  });
}

function linkEvents(cast: Cast, now: Date): Event[] {
  const random = seeded(4_109);
  const ctx = cast.contextOf("okafor");
  return LINKS.map(([from, kind, to, daysAgo]) => ({
    at: officeHour(now, daysAgo, random),
    play: (at) =>
      change(ctx, { name: "link.create", at }, (tx) =>
        tx.insert(link).values({
          ...{ orgId: ctx.orgId, kind, fromNoun: "initiative", toNoun: "initiative" },
          ...{ fromId: sql`${initiativeByCode(from)}`, toId: sql`${initiativeByCode(to)}` },
        }),
      ),
  }));
}

/** What people said, put beside initiatives and linked, in the year of the story. */
export const discussionEvents = (cast: Cast, now: Date, storage: DocumentStorage): Event[] => [
  ...commentEvents(cast, now),
  ...documentEvents(cast, now, storage),
  ...linkEvents(cast, now),
];
