import { heldText, limitText, parseLimit } from "@/domain/quota/limit";
import { dayOf } from "@/domain/shared/day";
import { need } from "@/env";
import { jobContext } from "../context";
import { createOrganisation, removeOrganisation } from "../operations/organisation/commands";
import { listOrganisations, type Usage, usageOf } from "../operations/organisation/queries";
import { exportOrganisation } from "../operations/organisation-export/commands";
import { storageFolder } from "../operations/storage/queries";
import { setQuotas } from "../quota/commands";
import { listQuotas } from "../quota/queries";
import {
  asApp,
  asOwner,
  type Command,
  columns,
  type Flags,
  organisationCalled,
  type Result,
  textFlag,
  UsageError,
} from "./command";

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function list(): Promise<Result> {
  const organisations = await asOwner(async (owner) => {
    const rows = await listOrganisations(owner);
    const found: ((typeof rows)[number] & Usage)[] = [];
    for (const row of rows) found.push({ ...row, ...(await usageOf(owner, row.orgId)) });
    return found;
  });
  if (organisations.length === 0)
    return { text: "There are no organisations. Create one: portolan org create", data: { organisations } };
  const head = [
    "address",
    "members",
    "initiatives",
    "models",
    "points",
    "packs",
    "pack files",
    "documents",
    "changes",
    "last change",
    "name",
  ];
  const lines = organisations.map((org) => [
    org.slug,
    ...[org.members, org.initiatives, org.models, org.points, org.packs].map(String),
    megabytes(org.fileBytes),
    `${megabytes(org.documentBytes)} of ${megabytes(org.documentQuota)}`,
    String(org.changes),
    org.lastChangeAt ? dayOf(org.lastChangeAt, org.timeZone) : "none",
    org.sample ? `${org.name} (sample)` : org.name,
  ]);
  return { text: columns([head, ...lines]), data: { organisations } };
}

async function create([slug, ...name]: string[], flags: Flags): Promise<Result> {
  const admin = textFlag(flags, "admin");
  if (!slug || name.length === 0 || !admin)
    throw new UsageError("Give an address, a name and who administers it: org create <org> <name> --admin <email>");
  const month = textFlag(flags, "fiscal-year-start");
  const input = {
    slug,
    name: name.join(" "),
    timeZone: textFlag(flags, "time-zone") ?? "UTC",
    currency: textFlag(flags, "currency") ?? "USD",
    locale: textFlag(flags, "locale"),
    fiscalYearStart: month === undefined ? undefined : Number(month),
  };
  const made = await asApp((db) => createOrganisation(db, { input, admin }));
  return { text: `Created ${made.slug}. ${admin} administers it.`, data: made };
}

async function remove([slug]: string[], flags: Flags): Promise<Result> {
  if (!slug) throw new UsageError("Name the organisation: org remove <org> --confirm <org>");
  return asOwner(async (owner) => {
    const { orgId, name } = await organisationCalled(owner, slug);
    const usage = await usageOf(owner, orgId);
    if (textFlag(flags, "confirm") !== slug) {
      const what = `${usage.members} members, ${usage.initiatives} initiatives, ${usage.models} models, ${usage.points} points, ${usage.packs} packs, ${usage.changes} changes`;
      return {
        text: `Nothing was removed. This would remove ${name} with ${what}, its whole history and the accounts that belong to it alone.\nThere is no way back: export it first. Then add --confirm ${slug}`,
        data: { removed: false, orgId, usage },
        code: 1,
      };
    }
    const gone = await removeOrganisation(owner, orgId);
    return {
      text: `Removed ${name}: ${gone.rows} rows and ${gone.accounts} accounts.`,
      data: { removed: true, orgId, ...gone },
    };
  });
}

async function exportWhole([slug, folder]: string[]): Promise<Result> {
  if (!slug || !folder) throw new UsageError("Name the organisation and a new folder: org export <org> <folder>");
  const { orgId, name } = await asOwner((owner) => organisationCalled(owner, slug));
  const done = await exportOrganisation({
    ownerUrl: need("DATABASE_OWNER_URL"),
    organisation: { orgId, slug, name },
    target: folder,
    storage: storageFolder(),
  });
  return {
    text: `Exported ${name} to ${done.folder}: ${done.rows} rows of ${done.tables} tables, ${done.files} documents.`,
    data: { ...done },
  };
}

async function quota([slug, ...limits]: string[]): Promise<Result> {
  if (!slug) throw new UsageError("Name the organisation: org quota <org> [members=50 points=none documents=20000]");
  const wanted = limits.map(parseLimit);
  return asOwner(async (owner) => {
    const { orgId, name } = await organisationCalled(owner, slug);
    const ctx = jobContext({ db: owner, emit: async () => undefined }, "Command line", orgId);
    if (wanted.length > 0) await setQuotas(ctx, wanted);
    const quotas = await listQuotas(ctx);
    const lines = quotas.map(({ kind, used, most }) => [kind, heldText(kind, used), limitText(kind, most)]);
    return { text: `${name}\n${columns([["of", "in use", "limit"], ...lines])}`, data: { orgId, quotas } };
  });
}

const FORMS: Record<string, (words: string[], flags: Flags) => Promise<Result>> = {
  list,
  create,
  export: exportWhole,
  quota,
  remove,
};

export const orgCommand: Command = {
  usage: [
    ["org list", "every organisation and what it holds"],
    [
      "org create <org> <name>",
      "a new organisation   --admin email [--time-zone] [--currency] [--locale] [--fiscal-year-start]",
    ],
    [
      "org export <org> <folder>",
      "all of one as JSON lines, with its history, sealed record, documents and a manifest of hashes, for verify",
    ],
    [
      "org quota <org> [kind=limit …]",
      "what it holds and may hold; sets limits: members, initiatives, models, connections, points, documents (MB), or none",
    ],
    ["org remove <org>", "an organisation with its record; says what would go   [--confirm org]"],
  ],
  options: {
    admin: { type: "string" },
    "time-zone": { type: "string" },
    currency: { type: "string" },
    locale: { type: "string" },
    "fiscal-year-start": { type: "string" },
    confirm: { type: "string" },
  },
  run: ([form, ...words], flags) => {
    const chosen = FORMS[form ?? ""];
    if (!chosen) throw new UsageError(`Say what to do: org ${Object.keys(FORMS).join(", org ")}`);
    return chosen(words, flags);
  },
};
