// Who may know whom. Every rule here is made to fail on a planted violation: scripts/check/arrows.test.ts.
const TEST = "[.](test|spec)[.]tsx?$|^server/testing(-worker)?[.]ts$|^server/trpc/walk/|^db/(testing|seed)/";
const PLUMBING = "trpc|inngest|record|mail|auth|http|live|due|table|cli";
const types = { dependencyTypesNot: ["type-only"] }; // `import type` may cross, values may not
const never = (name, from, to, more = types) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: TEST },
  to: { path: to, ...more },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: types } },
    never("domain-is-pure", "^domain/", ".", { pathNot: "^domain/|^node_modules/(zod|date-fns|@date-fns/tz)/" }),
    never("db-knows-only-domain", "^db/", "^(app|server|components|emails|e2e|bench)/", {}),
    never(
      "browser-gets-no-server-code",
      "^components/",
      "^(server|db)/|^env[.]ts$|^node_modules/(drizzle-orm|postgres|inngest|pino)/",
    ),
    never("browser-gets-one-server-type", "^components/", "^(server|db)/", { pathNot: "^server/trpc/root[.]ts$" }),
    never(
      "browser-gets-no-library", // ids, titles and texts by the hundred come by query
      "^(app|components)/",
      "^domain/risk/(taxonomy/catalogue|starter/(library|health|prediction|generation|agency|program)|suggestion)[.]",
    ),
    never(
      "shared-components-know-no-noun",
      "^components/(ui|chart|table)/",
      "^components/(?!ui/|chart/|table/|providers/)",
      {},
    ),
    never("pages-go-through-trpc", "^app/", "^db/|^server/[^/]+/(queries|commands)[.]ts$"),
    never("routers-have-no-sql", "^server/[^/]+/router[.]ts$", "^db/|^node_modules/drizzle-orm/"),
    never("connectors-have-no-db", "^server/connector/", "^db/"),
    never("pdf-and-email-only-print", "^(server/pack/pdf|emails)/", "^db/|^server/(?!pack/)"),
    never("no-next-below-the-edge", "^server/[^/]+/(queries|commands|jobs)[.]ts$", "^node_modules/next/"),
    never(
      "modules-meet-at-queries-and-commands",
      `^server/(?!(?:${PLUMBING})/)([^/]+)/`,
      `^server/(?!(?:${PLUMBING})/)[^/]+/`,
      { ...types, pathNot: ["^server/$1/", "/(queries|commands|contract|registry)[.]ts$"] },
    ),
    never(
      "sample-model-stands-alone",
      "^server/sample-model/",
      "^(app|components|db|emails)/|^server/(?!sample-model/)",
      {},
    ),
    never("tests-stay-tests", "^(app|components|domain|emails|server|db)/", "^(db/testing/|server/testing[.]ts$)", {}),
    {
      name: "launcher-needs-no-package",
      severity: "error",
      from: { path: "^scripts/", pathNot: TEST },
      to: { path: "^node_modules/", dynamic: false, ...types },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|[.]next|[.]cache|[.]portolan)/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
