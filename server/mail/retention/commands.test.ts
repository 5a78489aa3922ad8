import { expect } from "vitest";
import { outbox } from "@/db/schema/mail";
import { store } from "../../record/store";
import { asMember, test } from "../../testing";
import { listMail } from "../queries";
import { forgetMails } from "./commands";

test("forgets old mails that were sent or given up, not those that wait, and no other organisation's", async ({
  db,
}) => {
  const [admin, other] = [await asMember(db), await asMember(db)];
  const ago = (days: number) => new Date(admin.ctx.now.getTime() - days * 86_400_000);
  for (const { ctx, orgId } of [admin, other])
    await store(ctx, (tx) =>
      tx.insert(outbox).values(
        (["sent", "failed", "queued"] as const).flatMap((status) =>
          [399, 401].map((days) => ({
            ...{ orgId, template: "invitation", recipient: `${status}-${days}@example.org`, status },
            createdAt: ago(days),
          })),
        ),
      ),
    );
  expect(await forgetMails(admin.ctx, { days: 400 })).toBe(2);
  const left = (await listMail(admin.ctx, { page: 1 })).rows.map(({ recipient }) => recipient);
  expect(left.sort()).toEqual([
    "failed-399@example.org",
    "queued-399@example.org",
    "queued-401@example.org",
    "sent-399@example.org",
  ]);
  expect((await listMail(other.ctx, { page: 1 })).total).toBe(6);
});
