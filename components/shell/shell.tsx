import type { ReactNode } from "react";
import { Bell } from "@/components/notification/bell";
import { SearchButton } from "@/components/search/search-button";
import { AsOfBanner, AsOfControl } from "@/components/shell/as-of-control";
import { BottomBar } from "@/components/shell/bottom-bar";
import { Breadcrumb, CrumbProvider } from "@/components/shell/crumbs";
import { Logo } from "@/components/shell/logo";
import { type NavCounts, navEntries } from "@/components/shell/navigation";
import { type Person, PersonMenu, type SignOut } from "@/components/shell/person-menu";
import { ReachNotice } from "@/components/shell/reach-notice";
import { SideNavigation } from "@/components/shell/side-navigation";
import type { Theme } from "@/components/shell/theme";
import { OrgLink } from "@/components/ui/org-link";

export type ShellProps = {
  org: { slug: string; name: string };
  person: Person;
  permissions: readonly string[];
  counts: NavCounts;
  theme: Theme;
  /** The organisation's day, YYYY-MM-DD. */
  today: string;
  signOut: SignOut;
  /** The organisation's name and the way to others. */
  place: ReactNode;
  /** A line above every page, such as what to do first. */
  notice?: ReactNode;
  children: ReactNode;
};

/** Navigation, top bar and the page's place. Asks for nothing itself. */
export function Shell({
  org,
  person,
  permissions,
  counts,
  theme,
  today,
  signOut,
  place,
  notice,
  children,
}: ShellProps) {
  const entries = navEntries(org.slug, permissions);
  return (
    <CrumbProvider>
      <a
        href="#content"
        data-print="hide"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control border border-ink bg-sheet px-3 py-2 font-medium text-table focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex" data-print="bare">
        <SideNavigation entries={entries} counts={counts} org={org} place={place} />
        <div className="min-w-0 flex-1" data-print="bare">
          <div className="sticky top-0 z-20 bg-paper">
            <header
              data-print="hide"
              className="flex h-[52px] items-center gap-2 border-rule border-b px-[18px] wide:gap-3 wide:px-9"
            >
              <OrgLink href={`/${org.slug}`} aria-label="Portolan, overview" className="mr-auto desk:hidden wide:mr-4">
                <Logo />
              </OrgLink>
              <div className="hidden min-w-0 flex-1 wide:block">
                <Breadcrumb entries={entries} />
              </div>
              <SearchButton
                org={org.slug}
                memberId={person.memberId}
                entries={entries}
                permissions={permissions}
                today={today}
              />
              <AsOfControl today={today} />
              <Bell org={org.slug} />
              <PersonMenu slug={org.slug} person={person} permissions={permissions} theme={theme} signOut={signOut} />
            </header>
            <AsOfBanner />
            <ReachNotice />
          </div>
          {notice}
          <main
            id="content"
            tabIndex={-1}
            data-print="bare"
            className="max-w-[1600px] px-[18px] pt-6 pb-28 outline-none wide:px-9 wide:pt-9 desk:pb-16"
          >
            {children}
          </main>
        </div>
      </div>
      <BottomBar entries={entries} counts={counts} />
    </CrumbProvider>
  );
}
