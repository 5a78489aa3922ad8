import { z } from "zod";
import { AppError } from "@/domain/shared/error";
import { need } from "@/env";
import { sealText, unsealText } from "../../auth/seal";

const content = z.object({ packMailId: z.uuid() });

const placeOf = (orgId: string): string => `pack-link:${orgId}`;
const NONE = "This link does not lead anywhere. Open it as it stands in the mail, or look under Packs.";

/**
 * The part of a link that names what was sent. Nobody without the installation's key can make or change one, and it
 * opens in its own organisation only; whom it is for and until when stands in the record.
 */
export const signLink = (orgId: string, packMailId: string): string =>
  sealText(need("SECRETS_KEY"), placeOf(orgId), JSON.stringify({ packMailId }));

/** @throws AppError NOT_FOUND when it was made elsewhere, altered or cut off */
export function readLink(orgId: string, token: string): string {
  try {
    const text = unsealText(need("SECRETS_KEY"), placeOf(orgId), token, { otherKey: NONE, altered: NONE });
    return content.parse(JSON.parse(text)).packMailId;
  } catch {
    throw new AppError("NOT_FOUND", NONE);
  }
}
