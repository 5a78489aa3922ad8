import { BlockList, isIPv4, isIPv6 } from "node:net";
import { ConnectorError } from "@/server/connector/contract";

/** Never reached, whatever the allow-list says: link-local addresses, where clouds keep credentials, and their twins. */
const NEVER = [
  "169.254.0.0/16",
  "100.100.100.200/32",
  "0.0.0.0/8",
  "224.0.0.0/3",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
  "fd00:ec2::/32",
  "::/128",
];

/** Reached only when the deployment allows it: this machine, private and reserved networks, and tunnels into them. */
const PRIVATE = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "::1/128",
  "fc00::/7",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
];

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits = ""] = range.split("/");
    list.addSubnet(address, Number(bits), isIPv4(address) ? "ipv4" : "ipv6");
  }
  return list;
}

const never = listOf(NEVER);
const reserved = listOf(PRIVATE);

const contains = (list: BlockList, address: string): boolean => list.check(address, isIPv4(address) ? "ipv4" : "ipv6");

/** The eight groups of an IPv6 address, its last 32 bits possibly written as IPv4. */
function groups(address: string): number[] {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const parse = (part: string): number[] =>
    part === ""
      ? []
      : part.split(":").flatMap((group) => {
          if (!group.includes(".")) return [Number.parseInt(group, 16)];
          const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
          return [a * 256 + b, c * 256 + d];
        });
  const [left, right] = [parse(head), parse(tail ?? "")];
  return tail === undefined ? left : [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

const ipv4Of = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join(".");

/** The IPv4 address inside an IPv6 one that is only another way to write or reach it. */
function embeddedIpv4(address: string): string | null {
  const g = groups(address);
  const zeros = (from: number, to: number): boolean => g.slice(from, to).every((group) => group === 0);
  const mapped = zeros(0, 5) && g[5] === 0xffff;
  const compatible = zeros(0, 6) && !(g[6] === 0 && (g[7] ?? 0) <= 1);
  const translated = g[0] === 0x64 && g[1] === 0xff9b && zeros(2, 6);
  if (mapped || compatible || translated) return ipv4Of(g[6], g[7]);
  return g[0] === 0x2002 ? ipv4Of(g[1], g[2]) : null; // 6to4
}

type Allowed = { list: BlockList; port: number | null };
export type AllowList = readonly Allowed[];

/**
 * Networks connectors may reach although they are private: CIDR ranges separated by commas, each with an optional port:
 * "10.20.0.0/16, 127.0.0.1/32:9464, [fd12::/16]:8080".
 *
 * @throws RangeError naming the entry that is none.
 */
export function parseAllowList(text: string): AllowList {
  const entries = text.split(",").map((entry) => entry.trim());
  return entries.filter(Boolean).map((entry) => {
    const found = /^(?:\[([^\]]+)\]|([0-9.]+(?:\/\d+)?)|([0-9a-f:.]+\/\d+))(?::(\d+))?$/i.exec(entry);
    const range = found?.[1] ?? found?.[2] ?? found?.[3] ?? "";
    const [address = "", bits] = range.split("/");
    const width = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
    const size = bits === undefined ? width : Number(bits);
    const port = found?.[4] === undefined ? null : Number(found[4]);
    if (width === 0 || !(size >= 0 && size <= width) || (port !== null && port > 65_535))
      throw new RangeError(`not a network range: "${entry}"`);
    return { list: listOf([`${address}/${size}`]), port };
  });
}

/** @throws ConnectorError config, saying which address is refused and what would allow it. */
export function assertReachable(host: string, address: string, port: number, allow: AllowList): void {
  const bare = address.split("%")[0] ?? address;
  const real = isIPv6(bare) ? (embeddedIpv4(bare) ?? bare) : bare;
  const name = host === address ? address : `${host} (${address})`;
  if (!isIPv4(real) && !isIPv6(real)) throw new ConnectorError("config", `${name} is not an internet address`);
  if (contains(never, real))
    throw new ConnectorError("config", `${name} is a link-local or reserved address, which connections never reach`);
  if (!contains(reserved, real)) return;
  if (allow.some((entry) => contains(entry.list, real) && (entry.port === null || entry.port === port))) return;
  throw new ConnectorError(
    "config",
    `${name} is a private address; an administrator of this installation can allow it in CONNECTOR_ALLOW`,
  );
}
