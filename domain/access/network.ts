const GROUPS = 8; // of 16 bits

/** The eight groups of an IPv6 address; null for anything else. */
function groupsOf(address: string): string[] | null {
  const [bare = ""] = address.split("%"); // without a zone
  const [head = "", tail, more] = bare.split("::");
  if (more !== undefined || !bare.includes(":")) return null;
  const split = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [split(head), split(tail ?? "")];
  const missing = GROUPS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : null;
}

/**
 * Whom attempts from an address count for: one subscriber of IPv6 has a whole /64 and picks any address in it. An IPv4 address,
 * also one written as IPv6, stands for itself, as does what is no address.
 * @source RFC 6177, 2; RFC 4291, 2.5.5.2
 */
export function networkOf(address: string): string {
  const [, mapped] = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  const groups = groupsOf(address);
  if (!groups) return address;
  const prefix = groups.slice(0, GROUPS / 2).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/64`;
}
