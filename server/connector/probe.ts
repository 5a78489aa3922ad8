import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type AllowList, assertReachable } from "@/server/connector/address";
import { type CheckStep, ConnectorError } from "@/server/connector/contract";
import { failureOf } from "@/server/connector/http-error";

const LOOK_UP = "Look up the name";
const ALLOWED = "Check that the address may be reached";

/** Longer than this and the name counts as not found: a person waits. */
const PATIENCE_MS = 5000;

async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) > 0) return [host];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(
      () => fail(new ConnectorError("transient", `${host}: looking it up took too long`)),
      PATIENCE_MS,
    );
  });
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    return found.map(({ address }) => address);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What comes before anything is asked of a server: its name has an address, and one of its addresses may be reached.
 * The requests that follow look it up and check it again; this only says early and apart what would refuse them.
 */
export async function* probe(address: string, allow: AllowList): AsyncIterable<CheckStep> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  let addresses: string[];
  try {
    addresses = await addressesOf(host);
    if (addresses.length === 0) throw new ConnectorError("config", `${host} has no address`);
  } catch (cause) {
    yield { step: LOOK_UP, ok: false, detail: failureOf(cause, url).message };
    return;
  }
  if (isIP(host) === 0) yield { step: LOOK_UP, ok: true, detail: `${host} is ${addresses.slice(0, 3).join(", ")}` };
  let refusal = "";
  for (const one of addresses) {
    try {
      assertReachable(host, one, port, allow);
      yield { step: ALLOWED, ok: true, detail: `${one}, port ${port}` };
      return;
    } catch (cause) {
      refusal ||= failureOf(cause, url).message;
    }
  }
  yield { step: ALLOWED, ok: false, detail: refusal };
}
