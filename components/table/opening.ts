import { SAVED_KEY, saysNothing } from "@/components/table/asked";
import type { RegisterDeclaration } from "@/domain/table/column";

type Query = Readonly<Record<string, string | string[] | undefined>>;
type Views = { opens: string | null; views: readonly { id: string; params: string }[] };

/** Where a register without anything in its address goes, when somebody chose a view that opens by itself; null to stay. */
export function openingAddress(
  path: string,
  query: Query,
  declaration: RegisterDeclaration,
  { opens, views }: Views,
): string | null {
  const view = views.find(({ id }) => id === opens);
  if (!view || !saysNothing(query, declaration)) return null;
  const params = new URLSearchParams(view.params);
  params.set(SAVED_KEY, view.id);
  const at = [query.at].flat()[0];
  if (at) params.set("at", at);
  return `${path}?${params}`;
}

/** The address with a filter a list begins with where nothing else is asked for; what it says besides (`at`) stays. */
export function narrowedAddress(path: string, query: Query, filter: Readonly<Record<string, string>>): string {
  const params = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(query)) for (const each of [value ?? []].flat()) params.append(name, each);
  return `${path}?${params}`;
}
