import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { expect } from "vitest";
import { connect } from "@/db/client";
import { mintOrgId } from "@/domain/shared/id";
import { removeSample } from "@/server/organisation/commands";
import { asMember, joinAs, test } from "@/server/testing";
import { livingAccounts } from "./accounts";

test("sample accounts live as long as the sample, also for whoever removed it", async ({ db }) => {
  const orgId = mintOrgId(randomUUID());
  const owner = connect(db.ownerUrl, { max: 1 });
  await owner.sql.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${orgId}, true)`;
    await tx`insert into organisation (org_id, slug, name, sample) values (${orgId}, 'cedar', 'Cedar', true)`;
  });
  const members = [await joinAs(db, orgId, "admin"), await joinAs(db, orgId, "viewer"), await asMember(db, "pmo")];
  const accounts = [];
  for (const { userId } of members) {
    const [person] = await db.sql<{ email: string }[]>`select email from private.person(${userId})`;
    accounts.push({ role: "viewer" as const, name: "Kim Dale", email: person?.email ?? "", password: "pw" });
  }
  expect(await livingAccounts(owner, accounts)).toEqual(accounts.slice(0, 2)); // the third belongs to no sample
  const [admin] = members;
  if (!admin) throw new RangeError("no member");
  await removeSample(admin.ctx, { name: "Cedar" });
  expect(await livingAccounts(owner, accounts)).toEqual([]);
  const superuser = postgres(db.superUrl, { max: 1 });
  const [kept] = await superuser`select count(*)::int as n from private."user" where id = ${admin.userId}`;
  expect(kept).toEqual({ n: 1 });
  await superuser.end();
  await owner.end();
});
