"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { ROLE_LABELS } from "@/domain/access/permission";

/** The organisation's name, opening to the person's others. They are asked for when a pointer or the focus comes near. */
export function OrganisationSwitch({ org }: { org: { slug: string; name: string } }) {
  const trpc = useTRPC();
  const [isNear, setNear] = useState(false);
  const { data } = useQuery({ ...trpc.access.whoAmI.queryOptions(), enabled: isNear });
  const near = () => setNear(true);
  const places = data?.places ?? [{ ...org, role: null, sample: false }];
  const items: MenuItem[] = [
    { kind: "heading", label: "Organisations" },
    ...places.map((place) => ({
      kind: "choice" as const,
      label: place.role ? `${place.name}, ${ROLE_LABELS[place.role]}` : place.name,
      checked: place.slug === org.slug,
      // A full load: nothing of the one that is left stays in the tab's memory.
      onSelect: () => (place.slug === org.slug ? undefined : window.location.assign(`/${place.slug}`)),
    })),
    { kind: "rule" },
    ...(data?.mayStart ? [{ label: "Start another", href: "/start" }] : []),
    { label: "All organisations", href: "/?choose" },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that the button inside may be pressed soon
    <div onPointerEnter={near} onFocus={near} className="min-w-0 px-1 pt-1">
      <Menu
        label="switch organisation"
        align="start"
        side="top"
        triggerClass="flex w-full min-h-8 items-center justify-between gap-2 rounded-control px-1.5 text-left font-medium text-body text-ink-2 hover:bg-wash hover:text-ink"
        trigger={
          <>
            <span className="min-w-0 truncate" title={org.name}>
              {org.name}
            </span>
            <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true" className="shrink-0">
              <path d="M0.5 4.5 4 1l3.5 3.5M0.5 7.5 4 11l3.5-3.5" fill="none" stroke="currentColor" />
            </svg>
          </>
        }
        items={items}
      />
    </div>
  );
}
