import { MODEL_HEALTHS } from "../metric/health";
import { MODEL_PAGE, type ModelListInput, modelListInput } from "./input";

/** Reads one or several values of a name in an address. */
export type Reader = { one(name: string): string | null; all(name: string): string[] };

/** Search parameters as the server and as the browser hold them. */
export function readerOf(query: URLSearchParams | Readonly<Record<string, string | string[] | undefined>>): Reader {
  if (query instanceof URLSearchParams) return { one: (name) => query.get(name), all: (name) => query.getAll(name) };
  const all = (name: string) => [query[name] ?? []].flat();
  return { one: (name) => all(name)[0] ?? null, all };
}

const DAYS = 90;

/** What the register of models asks for, read from its address; what is not understood is left out. */
export function modelRequest(read: Reader): ModelListInput {
  const status = modelListInput.shape.status.catch("all").parse(read.one("status") ?? "all");
  const known: readonly string[] = MODEL_HEALTHS;
  const health = [...new Set(read.all("health"))].filter((text) => known.includes(text));
  return modelListInput.parse({
    ...{ q: (read.one("q") ?? "").slice(0, 200), status, health, days: DAYS, pageSize: MODEL_PAGE },
    page: modelListInput.shape.page.catch(1).parse(Number(read.one("page") ?? 1)),
  });
}

export const isModelFiltered = ({ status, health }: Pick<ModelListInput, "status" | "health">): boolean =>
  status !== "all" || health.length > 0;
