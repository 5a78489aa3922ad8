import { type Secret, secret as secretSchema } from "@/domain/connection/input";
import { AppError } from "@/domain/shared/error";
import { sealText, unsealText } from "../../auth/seal";

/** A sealed secret opens only for the connection it was sealed for. */
export type Place = { orgId: string; connectionId: string };
const placeOf = ({ orgId, connectionId }: Place): string => `${orgId}:${connectionId}`;

const SAID = {
  otherKey: "The stored sign-in was sealed under another key. Enter it again.",
  altered: "The stored sign-in cannot be opened. Enter it again.",
};

/** AES-256-GCM under the key of the installation. */
export function seal(setting: string, place: Place, secret: Secret): string {
  return sealText(setting, placeOf(place), JSON.stringify(secret));
}

/** @throws AppError PRECONDITION_FAILED when it was sealed under another key, for another place, or was altered. */
export function unseal(setting: string, place: Place, sealed: string): Secret {
  const parsed = secretSchema.safeParse(JSON.parse(unsealText(setting, placeOf(place), sealed, SAID)));
  if (!parsed.success) throw new AppError("PRECONDITION_FAILED", SAID.altered);
  return parsed.data;
}
