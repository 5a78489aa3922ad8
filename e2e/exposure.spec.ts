import { createHash } from "node:crypto";
import { build } from "esbuild";
import { answerOf } from "@/components/risk/exceedance/question";
import type { ExposedRisk } from "@/domain/risk/simulate";
import { describe, expect, test } from "./fixture";

const risks: ExposedRisk[] = Array.from({ length: 60 }, (_, at) => ({
  id: `0198-risk-${at}`,
  kind: at % 9 === 8 ? "opportunity" : "threat",
  probability: ((at * 37) % 90) / 100 + 0.02,
  ...{ low: 1_000 * (at + 1), likely: 1_700 * (at + 1) + at * at, high: 6_000 * (at + 1) },
  distribution: (["fixed", "triangular", "pert"] as const)[at % 3] ?? "pert",
  correlationGroup: at % 10 === 0 ? "vendor" : null,
}));
const question = { seed: "cedar-valley 2026-11", limit: { amount: 4_000_000, chance: 0.1 } };
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** The worker as one script, with nothing around it. */
async function workerScript(): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: ["components/risk/exceedance/worker.ts"], bundle: true, write: false, format: "iife" },
    ...{ platform: "browser", target: "es2022", alias: { "@": process.cwd() }, logLevel: "silent" },
  });
  return outputFiles[0]?.text ?? "";
}

describe("the exposure of a register", () => {
  test("a worker in the browser gives the bytes the server gives", async ({ visit }) => {
    const { page } = await visit();
    await page.goto("/sign-in");
    const answers = await page.evaluate(
      async ({ script, requests }) => {
        const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        const worker = new Worker(url);
        const heard: string[] = [];
        for (const request of requests) {
          worker.postMessage(request);
          heard.push(
            await new Promise<string>((resolve, reject) => {
              worker.onmessage = ({ data }) => resolve(JSON.stringify(data));
              worker.onerror = ({ message }) => reject(new Error(message));
            }),
          );
        }
        worker.terminate();
        return heard;
      },
      {
        script: await workerScript(),
        requests: [
          { id: 1, risks, question },
          { id: 2, risks: risks.toReversed(), question },
          { id: 3, risks, question: { ...question, seed: "another" } },
          { id: 4, risks: risks.map((each) => ({ ...each, probability: 2 })), question },
        ],
      },
    );
    const [first, reversed, other, wrong] = answers.map((answer) => JSON.parse(answer));
    const server = answerOf({ id: 1, risks, question });
    expect(hashOf(answers[0] ?? "")).toBe(hashOf(JSON.stringify(server)));
    expect(first.figures.method).toBe("simulated");
    expect(first.figures.p90).toBeGreaterThan(first.figures.p50);
    expect(reversed.figures).toEqual(first.figures);
    expect(other.figures.percentiles).not.toEqual(first.figures.percentiles);
    expect(wrong.fault).toContain("no probability");
  });
});
