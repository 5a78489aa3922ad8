/** Ports: find a free one, or say who must give one up. */
import { createServer } from "node:net";
import { StepError } from "./step.mjs";

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @param {number} port free on the loopback address and on every address */
export async function isFree(port) {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port));
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** @param {string | undefined} text */
export function parsePort(text, fallback = 3000) {
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StepError(
    `PORT is "${text}", which is not a port.`,
    "Set PORT to a number from 1 to 65535, or leave it out for 3000.",
  );
}

/**
 * @param {number} port
 * @param {string} setting name of the environment variable that moves it
 */
export async function demandFree(port, setting) {
  if (port < 1024 && process.getuid?.() !== 0 && !(await isFree(port))) {
    throw new StepError(
      `Port ${port} is in use or reserved for root.`,
      `Choose one above 1023: ${setting}=3001 npm start`,
    );
  }
  if (await isFree(port)) return;
  throw new StepError(
    `Port ${port} is in use by another program.`,
    `Stop that program (lsof -i :${port} names it), or choose another port: ${setting}=${port + 1} npm start`,
  );
}
