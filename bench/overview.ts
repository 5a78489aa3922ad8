import { overviewInput } from "@/domain/overview/input";
import { getOverview } from "@/server/overview/queries";
import { type BenchData, INITIATIVES } from "./data";
import { percentile, report, timed } from "./harness";
import { call, latencies } from "./http";
import { statementsOf } from "./statements";

const ROUNDS = 60;

/** The signed-in overview over HTTP against its own statements, one after the other on one connection of the app's role. */
export async function benchOverview({ ctx, slug, token, orgId }: BenchData, base: string): Promise<void> {
  const zoned = (asked: typeof ctx) => ({ ...asked, timeZone: "UTC" });
  const statements = await statementsOf(ctx, (asked) =>
    getOverview(zoned({ ...asked, now: new Date() }), overviewInput.parse({})),
  );
  const cookie = `authjs.session-token=${token}`;
  const path = call(base, "overview.get", { org: slug });
  const connection = await ctx.db.pool.reserve();
  const member = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
  await connection.unsafe(
    `select set_config('app.org_id', '${orgId}', false), set_config('app.member_id', '${member}', false), set_config('app.role', 'admin', false)`,
  );
  const bare = async () => {
    for (const { text, parameters } of statements)
      await connection.unsafe(text, parameters as never[], { prepare: true });
  };
  const [floors, times]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [floor, [product = 0]] = [await timed(bare), await latencies(path, cookie, 1)];
    if (round < 8) continue; // warm-up, and plans become generic
    floors.push(floor);
    times.push(product);
  }
  await connection.unsafe("reset all"); // not "discard": its prepared statements are remembered here
  connection.release();
  const [floor, p95] = [percentile(floors, 0.95), percentile(times, 0.95)];
  report({
    name: `overview at ${INITIATIVES} initiatives, p95`,
    unit: "ms",
    floor,
    product: p95,
    ratio: p95 / floor,
    limit: "≤ 2 × its SQL + 15 ms",
    held: p95 <= 2 * floor + 15,
    note: `${statements.length} statements; all five versions of each initiative fall into its 30 days`,
  });
  const answer = await fetch(path, { headers: { cookie } });
  const bytes = (await answer.arrayBuffer()).byteLength;
  report({
    name: "overview answer, one request, not compressed",
    unit: "kB",
    floor: null,
    product: bytes / 1000,
    ratio: null,
    limit: "≤ 60 kB in ≤ 3 requests",
    held: bytes <= 60_000,
  });
}
