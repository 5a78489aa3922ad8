import { expect, test } from "vitest";
import { currentEntry, navEntries } from "./navigation";

const viewer = ["organisation:read", "initiative:read", "model:read"];

test("an entry is absent without its permission", () => {
  expect(navEntries("acme", viewer).map((entry) => entry.key)).toEqual([
    "overview",
    "initiatives",
    "models",
    "settings",
  ]);
});

test.each([
  ["/acme", "overview"],
  ["/acme/models", "models"],
  ["/acme/models/7", "models"],
  ["/acme/nowhere", undefined],
])("%s belongs to %s", (path, key) => {
  expect(currentEntry(path, navEntries("acme", viewer))?.key).toBe(key);
});
