import { type MatrixDraft, readDraft } from "@/components/risk/matrix/draft";
import type { MatrixFault } from "@/domain/risk/matrix";
import { newMatrixVersion } from "@/domain/risk/matrix-input";

/** `definition.likelihoods.1.name` as `likelihoods.1`: a place has one control to go to. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  if (first !== "definition") return first ?? "";
  return rest.slice(0, rest[0] === "grid" ? 3 : 2).join(".");
}

/** Everything that keeps a draft from being saved, each place once, what cannot be read first. */
export function draftFaults({
  draft,
  currency,
  ...said
}: {
  name: string;
  note: string;
  draft: MatrixDraft;
  currency: string;
}): MatrixFault[] {
  const { definition, faults } = readDraft(draft, currency);
  const issues = newMatrixVersion.safeParse({ ...said, definition }).error?.issues ?? [];
  // A figure that cannot be read leaves a gap in its bands, which is not another fault.
  const unread = faults.map(({ path }) => path.split(".")[0]);
  const told = issues.flatMap(({ code, path, message }) => {
    const place = placeOf(path);
    return code === "custom" && unread.includes(place.split(".")[0]) ? [] : [{ path: place, message }];
  });
  const all = [...faults, ...told];
  return all.filter((fault, index) => all.findIndex(({ path }) => path === fault.path) === index);
}

export const faultAt = (faults: readonly MatrixFault[], path: string): string | undefined =>
  faults.find((fault) => fault.path === path)?.message;
