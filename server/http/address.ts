import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddress from "proxy-addr";
import { env, proxyList } from "@/env";

type Trust = (address: string, hop: number) => boolean;

let known: { setting: string; trust: Trust } | undefined;

function trustOf(setting: string): Trust {
  if (known?.setting !== setting) known = { setting, trust: proxyAddress.compile(proxyList(setting)) };
  return known.trust;
}

/** Some proxies write the port behind the address. */
const withoutPort = (text: string): string =>
  text.replace(/^\[([^\]]*)\](?::\d+)?$/, "$1").replace(/^([\d.]+):\d+$/, "$1");

/**
 * The address of the caller, for rate limits: the last one in X-Forwarded-For that is no proxy of ours. What anybody else
 * writes into that header is never believed; without trusted proxies it is not read.
 *
 * @throws TypeError when the setting names no network.
 */
export function addressOf(req: IncomingMessage, trusted: string = env().TRUSTED_PROXIES): string {
  const direct = req.socket.remoteAddress;
  if (!direct) return "unknown";
  if (trusted === "") return direct;
  const named = withoutPort(proxyAddress(req, trustOf(trusted)));
  return isIP(named) ? named : direct;
}
