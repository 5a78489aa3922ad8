/** Waits until the product answers. */
import { StepError } from "./step.mjs";

/**
 * @param {string} url of /api/ready
 * @param {number} timeoutMs
 * @returns {Promise<void>}
 */
export async function waitReady(url, timeoutMs) {
  const until = performance.now() + timeoutMs;
  let last = "no answer";
  while (performance.now() < until) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      last = cause;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new StepError(`Not ready after ${timeoutMs / 1000} s: ${last}`, "The logs in the data folder say more.");
}
