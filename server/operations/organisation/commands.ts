import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { membership, organisation } from "@/db/schema/organisation";
import { type OrganisationStart, organisationStart } from "@/domain/organisation/input";
import { AppError } from "@/domain/shared/error";
import { jobContext } from "../../context";
import { isViolation } from "../../organisation/commands";
import { change } from "../../record/change";

/**
 * A new organisation for somebody who has an account; that person is its administrator.
 * @throws AppError NOT_FOUND without such an account, CONFLICT when the address is taken
 */
export async function createOrganisation(
  db: Database,
  given: { input: Record<keyof OrganisationStart, unknown>; admin: string },
): Promise<{ orgId: string; slug: string }> {
  const parsed = organisationStart.safeParse(given.input);
  if (!parsed.success) {
    const said = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new AppError("BAD_REQUEST", said.join(" "));
  }
  const [person] = await db.sql<
    { id: string; name: string }[]
  >`select id, name from private.sign_in_account(${given.admin})`;
  if (!person) {
    throw new AppError(
      "NOT_FOUND",
      `There is no account ${given.admin}. Create it first: portolan user <email> <name>`,
    );
  }
  const ctx = jobContext({ db, emit: async () => undefined }, "Command line", randomUUID());
  const { orgId } = ctx;
  try {
    await change(ctx, { name: "organisation.start" }, async (tx) => {
      await tx.insert(organisation).values({ orgId, ...parsed.data });
      await tx.insert(membership).values({
        ...{
          orgId,
          id: randomUUID(),
          userId: person.id,
          name: person.name,
          email: given.admin,
          role: "admin" as const,
        },
      });
    });
  } catch (error) {
    if (isViolation(error, "organisation_slug"))
      throw new AppError("CONFLICT", `The address "${parsed.data.slug}" is taken. Choose another.`);
    throw error;
  }
  return { orgId, slug: parsed.data.slug };
}

/** Removes an organisation, its whole record and the accounts that belong to it alone. There is no way back. */
export async function removeOrganisation(owner: Database, orgId: string): Promise<{ rows: number; accounts: number }> {
  const [gone] = await owner.sql<{ rows: string; accounts: number }[]>`
    select removed_rows as rows, removed_accounts as accounts from private.remove_organisation(${orgId})`;
  return { rows: Number(gone?.rows ?? 0), accounts: gone?.accounts ?? 0 };
}
