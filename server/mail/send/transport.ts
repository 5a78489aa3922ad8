import { createTransport } from "nodemailer";
import type { Letter } from "../content";

/** Where mails are handed over. */
export type MailServer = { url: string; from: string };

const TIMEOUT_MS = 10_000;
const LOCAL = ["localhost", "127.0.0.1", "::1", "[::1]"];

/** Why a mail was not taken; `isFinal` when trying again would get the same answer. */
export class MailRefused extends Error {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
    this.name = "MailRefused";
  }
}

/** A refused recipient or message (5xx) stays refused. A refused sign-in is a wrong setting: the mail waits for its mending. */
function refusalOf(error: unknown, { url }: MailServer): MailRefused {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message?: string };
  const isFinal = code !== "EAUTH" && responseCode !== undefined && responseCode >= 550 && responseCode < 560;
  const { password } = new URL(url);
  const words = (message ?? String(error)).replaceAll(/\s+/g, " ");
  const secrets = [password, decodeURIComponent(password)].filter((secret) => secret.length > 0);
  const said = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), words);
  return new MailRefused(said.slice(0, 300), isFinal);
}

/** Hands one mail over. The id makes a mail that is handed over twice recognisable. @throws MailRefused */
export async function deliver(
  server: MailServer,
  { id, to, letter }: { id: string; to: string; letter: Letter },
): Promise<void> {
  const { hostname, password, protocol } = new URL(server.url);
  const transport = createTransport({
    url: server.url,
    // A password is never sent in the clear, except to this machine.
    requireTLS: password !== "" && protocol === "smtp:" && !LOCAL.includes(hostname),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 3 * TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: server.from,
      to: { name: "", address: to },
      ...letter,
      messageId: `<${id}@portolan>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } catch (error) {
    throw refusalOf(error, server);
  } finally {
    transport.close();
  }
}
