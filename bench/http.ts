import autocannon from "autocannon";

export type Load = { requestsPerSecond: number; p50: number; p95: number; failures: number };

/** Seconds of one measured run; the floors and the product take turns. */
export const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);

/** Requests of one address for some seconds over `connections`. */
export async function load(
  url: string,
  { connections, cookie, seconds = SECONDS }: { connections: number; cookie?: string; seconds?: number },
): Promise<Load> {
  const result = await autocannon({ url, connections, duration: seconds, headers: cookie ? { cookie } : {} });
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p95: result.latency.p97_5,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** Milliseconds of single requests one after the other, by a clock finer than the load generator's. */
export async function latencies(url: string, cookie: string | undefined, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const started = performance.now();
    const answer = await fetch(url, { headers: cookie ? { cookie } : {} });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    all.push(performance.now() - started);
  }
  return all;
}

/** The address of a query of the API. */
export const call = (base: string, path: string, input: object): string =>
  `${base}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
