"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useShell } from "@/components/providers/use-shell";
import { Headline } from "@/components/ui/headline";
import { Tabs } from "@/components/ui/tabs";
import type { Permission } from "@/domain/access/permission";

const PAGES: readonly { path: string; label: string; permission?: Permission }[] = [
  { path: "", label: "Organisation" },
  { path: "/members", label: "Members" },
  { path: "/tags", label: "Tags" },
  { path: "/fields", label: "Fields" },
  { path: "/matrix", label: "Risk matrix", permission: "risk:read" },
  { path: "/appetite", label: "Risk appetite", permission: "risk:read" },
  { path: "/mail", label: "Mail", permission: "mail:read" },
  { path: "/seal", label: "Seal", permission: "seal:read" },
  { path: "/account", label: "Your account" },
  { path: "/security", label: "Security" },
  { path: "/tokens", label: "Access tokens" },
  { path: "/audit", label: "Audit", permission: "audit:read" },
];

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
  const { permissions } = useShell(org);
  const open = PAGES.filter(({ permission }) => !permission || permissions.includes(permission));
  const tabs = open.map(({ path, label }) => {
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
