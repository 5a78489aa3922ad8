/** Only the membership gate, a claimed job and the seed mint one: holding it means the organisation was resolved. */
export type OrgId = string & { readonly __brand: "OrgId" };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** @throws RangeError when the text is no UUID: a broken invariant, never user input. */
export function mintOrgId(text: string): OrgId {
  if (!isUuid(text)) throw new RangeError("An organisation id must be a UUID");
  return text as OrgId;
}
