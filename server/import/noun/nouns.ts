import { can, SEES_ALL_IMPORTS } from "@/domain/access/permission";
import { IMPORT_NOUNS, IMPORT_WORDS, type ImportNounName } from "@/domain/import/words";
import { AppError } from "@/domain/shared/error";
import { type Actor, may, type OrgContext } from "../../context";
import { initiativeImport } from "../../initiative/import/contract";
import { assumptionImport } from "../../risk/assumption/import/contract";
import { riskImport } from "../../risk/import/contract";
import { issueImport } from "../../risk/issue/import/contract";
import { type ImportedNoun, imported } from "./imported";

const NOUNS: Record<ImportNounName, ImportedNoun> = {
  initiative: imported(initiativeImport),
  risk: imported(riskImport),
  assumption: imported(assumptionImport),
  issue: imported(issueImport),
};

/** @throws AppError NOT_FOUND for an import of a noun that is none any more */
export function nounNamed(name: string): ImportedNoun {
  const noun = IMPORT_NOUNS.find((one) => one === name);
  if (!noun) throw new AppError("NOT_FOUND", "No such import");
  return NOUNS[noun];
}

/** By role; what an access token may write is asked once it is known what is written. */
const allows = (actor: Actor, { permissions }: ImportedNoun): boolean =>
  may(actor, "import:run") && (actor.kind === "job" || permissions.every((permission) => can(actor.role, permission)));

export const mayImport = ({ actor, asOf }: OrgContext, name: string): boolean =>
  actor.kind === "user" && !asOf && allows(actor, nounNamed(name));

/** The nouns whose files somebody may import. */
export const importable = (ctx: OrgContext): ImportNounName[] => IMPORT_NOUNS.filter((name) => mayImport(ctx, name));

/** @throws AppError FORBIDDEN for who may not write what an import of this noun writes */
export function refuseNoun({ actor }: OrgContext, name: string): ImportedNoun {
  const noun = nounNamed(name);
  if (!allows(actor, noun))
    throw new AppError("FORBIDDEN", `You may not import ${IMPORT_WORDS[noun.words.noun].many}.`);
  return noun;
}

/** Whose imports somebody sees: null for everybody's. A report holds what its file held. */
export const importsSeenBy = ({ actor }: OrgContext): string | null =>
  actor.kind === "job" || SEES_ALL_IMPORTS.includes(actor.role) ? null : actor.memberId;
