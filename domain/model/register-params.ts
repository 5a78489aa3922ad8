import { MODEL_HEALTHS } from "../metric/health";
import type { ModelListInput } from "./input";
import { LAST_MODEL_PAGE, MODEL_PAGE, MODEL_STATUS_CHOICES, MOST_SOUGHT } from "./register-choice";

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
  const named = new Set(read.all("health"));
  const page = Number(read.one("page") ?? 1);
  return {
    q: (read.one("q") ?? "").trim().slice(0, MOST_SOUGHT),
    status: MODEL_STATUS_CHOICES.find((status) => status === read.one("status")) ?? "all",
    health: MODEL_HEALTHS.filter((health) => named.has(health)),
    days: DAYS,
    page: Number.isInteger(page) && page >= 1 && page <= LAST_MODEL_PAGE ? page : 1,
    pageSize: MODEL_PAGE,
  };
}

export const isModelFiltered = ({ status, health }: Pick<ModelListInput, "status" | "health">): boolean =>
  status !== "all" || health.length > 0;
