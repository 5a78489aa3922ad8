import type { Metadata } from "next";
import { DataProvider } from "@/components/providers/trpc";
import { Logo } from "@/components/shell/logo";

/** The only pages a stranger can read; every other one asks for a session first. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

/** Pages outside any organisation: one column, nothing around it. */
export default function AccessLayout({ children }: { children: React.ReactNode }) {
  return (
    <DataProvider>
      <header className="flex h-[52px] items-center border-rule border-b px-[18px] wide:px-9">
        <Logo />
      </header>
      <main id="content" className="mx-auto max-w-[560px] px-[18px] pt-9 pb-16 wide:pt-[10vh]">
        {children}
      </main>
    </DataProvider>
  );
}
