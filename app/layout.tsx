import "@fontsource-variable/inter";
import "@fontsource-variable/source-serif-4/opsz.css";
import "./globals.css";
import "@/components/ui/print.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { EarlyKeys } from "@/components/shell/early-keys";
import { FontHost } from "@/components/shell/font-host";
import { NonceHost } from "@/components/shell/nonce-host";
import { parseTheme, THEME_COOKIE, themeAttribute } from "@/components/shell/theme";
import { ToastHost } from "@/components/ui/toast";

export const metadata: Metadata = {
  title: { default: "Portolan", template: "%s · Portolan" },
  description: "System of record for an organisation's AI program",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#14171a" },
  ],
};

/** Reading the request here keeps every page dynamic: a static page would carry no nonce and its scripts be refused. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={themeAttribute(theme)} suppressHydrationWarning>
      <body>
        <FontHost />
        <EarlyKeys nonce={nonce} />
        <NonceHost nonce={nonce} />
        {children}
        <ToastHost />
      </body>
    </html>
  );
}
