import { expect } from "vitest";
import { test } from "@/server/testing";
import { connect } from "./client";
import { assertPowerless } from "./role";

test("the app's role is accepted; its owner and a superuser are refused with the reason", async ({ db }) => {
  await expect(assertPowerless(db.sql)).resolves.toBeUndefined();
  const [owner, superuser] = [connect(db.ownerUrl, { max: 1 }), connect(db.superUrl, { max: 1 })];
  await expect(assertPowerless(owner.sql)).rejects.toThrow(/owns \d+ tables/);
  await expect(assertPowerless(superuser.sql)).rejects.toThrow(/is a superuser/);
  await Promise.all([owner.end(), superuser.end()]);
});
