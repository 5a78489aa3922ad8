import { type FieldCell, nameCell } from "../../import/fielded";
import type { Names } from "../../import/named";
import type { Contradiction } from "../../import/noun";

/** What people, programs, initiatives and models a file can name, and what of it is the importer's own. */
export type PlaceWorld = {
  /** The day of the import. */
  today: string;
  members: Names;
  programs: Names;
  initiatives: Names;
  models: Names;
  /** The program of an initiative, and the initiative of a model. */
  programOf: ReadonlyMap<string, string | null>;
  initiativeOf: ReadonlyMap<string, string | null>;
  /** Of somebody who may write only what is their own: who they are, and what they answer for. Null for the others. */
  own: { memberId: string; initiatives: ReadonlySet<string>; models: ReadonlySet<string> } | null;
};

/**
 * Where a record stands and whose it is. All three are filled as far as they follow: a model names its initiative, an
 * initiative its program, as registers show them.
 */
export type Placed = {
  programId: string | null;
  initiativeId: string | null;
  modelId: string | null;
  ownerId: string | null;
};

export const NOWHERE: Placed = { programId: null, initiativeId: null, modelId: null, ownerId: null };

/** The one thing a record stands on. */
export function standsOn({ programId, initiativeId, modelId }: Placed): Omit<Placed, "ownerId"> {
  const none = { programId: null, initiativeId: null, modelId: null };
  if (modelId) return { ...none, modelId };
  return initiativeId ? { ...none, initiativeId } : { ...none, programId };
}

/** What a register shows of where something stands. */
export function shownPlace(
  { programId, modelId, countsOnId }: Omit<Placed, "ownerId" | "initiativeId"> & { countsOnId: string | null },
  { programOf }: Pick<PlaceWorld, "programOf">,
): Omit<Placed, "ownerId"> {
  const of = countsOnId === null ? null : (programOf.get(countsOnId) ?? null);
  return { programId: programId ?? of, initiativeId: countsOnId, modelId };
}

const how = (what: string) => `Write the ${what} of one that you may see.`;

export const placeCells: readonly FieldCell<Placed, PlaceWorld>[] = [
  nameCell("program", {
    ...{ label: "Program", words: ["program", "programme", "program name"], noun: "program", how: how("name") },
    ...{ field: "programId", names: ({ programs }: PlaceWorld) => programs },
  }),
  nameCell("initiative", {
    ...{ label: "Initiative", words: ["initiative", "initiative code", "project", "project code", "use case"] },
    ...{ noun: "initiative", how: how("code or the title") },
    ...{ field: "initiativeId", names: ({ initiatives }: PlaceWorld) => initiatives },
  }),
  nameCell("model", {
    ...{ label: "Model", words: ["model", "model name", "ai model"], noun: "model", how: how("name") },
    ...{ field: "modelId", names: ({ models }: PlaceWorld) => models },
  }),
  nameCell("owner", {
    ...{ label: "Owner", words: ["owner", "risk owner", "issue owner", "assigned to", "responsible", "owner e mail"] },
    ...{ noun: "member", how: "Write the e-mail address of an active member, or a name that only one has." },
    ...{ field: "ownerId", names: ({ members }: PlaceWorld) => members },
  }),
];

const AGREE = "Name one of them, or two that belong together.";

/** Fills what follows from the place stated, and says where two places do not belong together. */
export function settlePlace(
  next: Placed,
  was: Placed | null,
  said: ReadonlySet<string>,
  { initiativeOf, programOf, initiatives, programs, models }: PlaceWorld,
): Contradiction[] {
  const before = was ?? NOWHERE;
  const isNew = (key: keyof Placed) => next[key] !== before[key];
  const moves = isNew("initiativeId") || isNew("programId");
  if (!isNew("modelId") && moves && !said.has("model")) next.modelId = null;
  if (!isNew("initiativeId") && isNew("programId") && !said.has("initiative") && !next.modelId)
    next.initiativeId = null;
  const faults: Contradiction[] = [];
  if (next.modelId) {
    const of = initiativeOf.get(next.modelId) ?? null;
    if (next.initiativeId && next.initiativeId !== of && isNew("initiativeId")) {
      const [model] = models.textsOf(next.modelId);
      const reason = of
        ? `The model “${model}” is of ${initiatives.textsOf(of)[0]}.`
        : `The model “${model}” is of no initiative.`;
      faults.push({ keys: ["initiative", "model"], value: null, reason, cure: AGREE });
    }
    next.initiativeId = of;
  }
  if (next.initiativeId) {
    const of = programOf.get(next.initiativeId) ?? null;
    if (next.programId && next.programId !== of && isNew("programId")) {
      const [code] = initiatives.textsOf(next.initiativeId);
      const reason = of ? `${code} is of the program “${programs.textsOf(of)[0]}”.` : `${code} is of no program.`;
      faults.push({ keys: ["program", "initiative"], value: null, reason, cure: AGREE });
    }
    next.programId = of;
  }
  return faults;
}

const NOT_OWN = {
  reason: "This is neither your own, nor does it stand on an initiative or model you answer for.",
  cure: "Delete the row, or ask somebody who may change it.",
};

/** Whoever writes only their own owns what they raise for nobody, and is refused the rest. */
export function settleOwn(next: Placed, was: Placed | null, { own }: PlaceWorld): Contradiction[] {
  if (!own) return [];
  if (!was && next.ownerId === null) next.ownerId = own.memberId;
  const answers = ({ ownerId, initiativeId, modelId }: Placed) =>
    ownerId === own.memberId ||
    (initiativeId !== null && own.initiatives.has(initiativeId)) ||
    (modelId !== null && own.models.has(modelId));
  if (answers(next) && (!was || answers(was))) return [];
  return [{ keys: ["owner", "initiative", "model", "program"], value: null, ...NOT_OWN }];
}
