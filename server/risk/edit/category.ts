import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { appetite } from "@/db/schema/matrix";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";

/** The key of a category named by its key or name, or by how only one of them begins. @throws AppError BAD_REQUEST */
export async function categoryNamed(tx: Tx, ctx: OrgContext, word: string): Promise<string> {
  const rows = await tx
    .select({ key: appetite.category, name: appetite.name })
    .from(appetite)
    .where(eq(appetite.orgId, ctx.orgId))
    .orderBy(appetite.position);
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, "");
  const fits = rows.filter(({ key, name }) => [key, name].some((text) => plain(text).startsWith(plain(word))));
  const exact = fits.find(({ key, name }) => [key, name].some((text) => plain(text) === plain(word)));
  const found = exact ?? (fits.length === 1 ? fits[0] : undefined);
  if (!found)
    throw new AppError(
      "BAD_REQUEST",
      `There is no category “${word.slice(0, 40)}”. Choose one of: ${rows.map(({ key }) => `#${key}`).join(", ")}.`,
    );
  return found.key;
}
