"use client";

import { useRef, useState } from "react";
import { THEME_COOKIE, THEMES, type Theme, themeAttribute } from "@/components/shell/theme";
import { Menu, type MenuItem } from "@/components/ui/menu";

export type Person = { name: string; initials: string; role: string; memberId: string };
export type SignOut = string | (() => void | Promise<void>);

const THEME_WORDS: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

function applyTheme(theme: Theme) {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it to paint the first frame right; Cookie Store is not everywhere yet
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
}

export function PersonMenu({
  slug,
  person,
  permissions,
  theme: initial,
  signOut,
}: {
  slug: string;
  person: Person;
  permissions: readonly string[];
  theme: Theme;
  /** Where to post, or a server action. */
  signOut: SignOut;
}) {
  const [theme, setTheme] = useState(initial);
  const form = useRef<HTMLFormElement>(null);
  const items: MenuItem[] = [
    { kind: "heading", label: `${person.name}, ${person.role}` },
    { kind: "rule" },
    { kind: "heading", label: "Colours" },
    ...THEMES.map((each) => ({
      kind: "choice" as const,
      label: THEME_WORDS[each],
      checked: theme === each,
      onSelect: () => {
        setTheme(each);
        applyTheme(each);
      },
    })),
    { kind: "rule" },
    { label: "Your account", href: `/${slug}/settings/account` },
    { label: "Your organisations", href: "/?choose" },
    ...(permissions.includes("member:read") ? [{ label: "Members", href: `/${slug}/settings/members` }] : []),
    { kind: "action", label: "Sign out", onSelect: () => form.current?.requestSubmit() },
  ];
  return (
    <>
      <form ref={form} action={signOut} method={typeof signOut === "string" ? "post" : undefined} hidden />
      <Menu
        label={`${person.name}, colours, members and sign out`}
        triggerClass="-m-1 rounded-full p-1"
        trigger={
          <span className="flex size-8 items-center justify-center rounded-full bg-accent font-semibold text-label text-paper wide:size-7">
            {person.initials}
          </span>
        }
        items={items}
      />
    </>
  );
}
