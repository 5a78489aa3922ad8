import type { NavEntry } from "@/components/shell/navigation";
import { atPresets } from "@/components/ui/at";
import { formatDate } from "@/components/ui/format";
import { type Command, typedDay } from "@/domain/search/command";

export type Place = { slug: string; name: string };

type Situation = {
  org: string;
  /** The initiative whose page is open, by its address. */
  initiative: string | null;
  permissions: readonly string[];
  entries: readonly NavEntry[];
  places: readonly Place[];
  today: string;
  at: string | null;
};

/** What a person may do from here. Nothing that changes anything while a past day is shown: permissions say so. */
export function commandsOf({ org, initiative, permissions, entries, places, today, at }: Situation): Command[] {
  const may = (permission: string) => permissions.includes(permission);
  const go = (id: string, title: string, path: string, words = ""): Command => ({
    id,
    title,
    words,
    go: `/${org}/${path}`,
  });
  return [
    ...(initiative && may("initiative:edit")
      ? [go("stage", "Change the stage of this initiative", `initiatives/${initiative}#change-stage`, "move")]
      : []),
    ...(may("initiative:create") ? [go("create", "Create an initiative", "initiatives/new", "new add")] : []),
    ...(may("risk:edit") ? [go("risk", "Add a risk", "risks?status=open&add=1", "new threat opportunity")] : []),
    ...(may("import:run") ? [go("import", "Import a file", "imports", "csv xlsx upload")] : []),
    go("compare", "Compare two days", "compare", "difference changed since"),
    ...entries.map(
      ({ key, label, href }): Command => ({
        id: `go-${key}`,
        title: `Go to ${label.toLowerCase()}`,
        words: "open",
        go: href,
      }),
    ),
    ...(at ? [{ id: "now", title: "Return to now", words: "as of today", day: null }] : []),
    ...atPresets(today).map(
      ({ label, day }): Command => ({
        id: `at-${day}`,
        title: `As of the ${label.toLowerCase()}`,
        words: "show day past date",
        hint: formatDate(day),
        day,
      }),
    ),
    ...places
      .filter(({ slug }) => slug !== org)
      .map(
        ({ slug, name }): Command => ({
          id: `org-${slug}`,
          title: `Switch to ${name}`,
          words: "organisation",
          organisation: slug,
        }),
      ),
  ];
}

/** A typed day up to today is a command of its own. */
export function dayCommand(typed: string, today: string): Command | null {
  const day = typedDay(typed);
  return day && day <= today ? { id: "typed-day", title: `As of ${formatDate(day, "long")}`, day } : null;
}
