"use client";

import { usePathname } from "next/navigation";
import {
  createContext,
  Fragment,
  type ReactNode,
  use,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { currentEntry, type NavEntry } from "@/components/shell/navigation";
import { OrgLink } from "@/components/ui/org-link";

export type Crumb = { label: string; href?: string };

const TrailContext = createContext<(trail: Crumb[]) => void>(() => undefined);
const ShownContext = createContext<Crumb[]>([]);

/** Holds what pages below add to the breadcrumb. */
export function CrumbProvider({ children }: { children: ReactNode }) {
  const [trail, setTrail] = useState<Crumb[]>([]);
  return (
    <TrailContext value={setTrail}>
      <ShownContext value={trail}>{children}</ShownContext>
    </TrailContext>
  );
}

/** Put into a page below a register: `<Crumbs trail={[{ label: "Sepsis early warning" }]} />`. Renders nothing itself. */
export function Crumbs({ trail }: { trail: Crumb[] }) {
  const setTrail = use(TrailContext);
  const key = JSON.stringify(trail);
  const stable = useMemo<Crumb[]>(() => JSON.parse(key), [key]);
  useLayoutEffect(() => {
    setTrail(stable);
    return () => setTrail([]);
  }, [setTrail, stable]);
  return null;
}

const never = () => () => undefined;

export function Breadcrumb({ entries }: { entries: NavEntry[] }) {
  const section = currentEntry(usePathname(), entries);
  const trail = use(ShownContext);
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const first: Crumb[] = section ? [{ label: section.label, href: section.href }] : [];
  const crumbs = [...first, ...(hydrated ? trail : [])];
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-baseline gap-2 font-medium text-body">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={crumb.label}>
              {index > 0 ? (
                <li aria-hidden="true" className="text-ink-2">
                  /
                </li>
              ) : null}
              <li className={last ? "min-w-0 truncate" : "shrink-0 text-ink-2"} title={last ? crumb.label : undefined}>
                {last || !crumb.href ? (
                  <span aria-current="page">{crumb.label}</span>
                ) : (
                  <OrgLink href={crumb.href} className="hover:text-ink">
                    {crumb.label}
                  </OrgLink>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
