"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Headline } from "@/components/ui/headline";
import { Tabs } from "@/components/ui/tabs";

const PAGES = [
  { path: "", label: "Organisation" },
  { path: "/members", label: "Members" },
  { path: "/fields", label: "Fields" },
  { path: "/account", label: "Your account" },
] as const;

/** The head and the tabs that the settings pages have in common. */
export function SettingsPage({
  org,
  title,
  lead,
  actions,
  children,
}: {
  org: string;
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const pathname = usePathname();
  const tabs = PAGES.map(({ path, label }) => {
    const href = `/${org}/settings${path}`;
    return { label, href, current: pathname === href };
  });
  return (
    <div className="grid gap-6">
      <Headline title={title} lead={lead} actions={actions} />
      <Tabs label="Settings" tabs={tabs} />
      {children}
    </div>
  );
}
