import { createServer } from "node:http";
import postgres from "postgres";

/** The floor of a read: the same rows by a prepared statement, without session, policy or transaction, on bare node:http. */
const sql = postgres(process.env.DATABASE_FLOOR_URL ?? "", { max: 10 });
const orgId = process.env.BENCH_ORG ?? "";

const server = createServer(async (_request, response) => {
  const rows = await sql`
    select i.id, i.version, i.code, i.title, i.business_unit, i.domain, i.type, i.tier, i.stage, i.delivery_method, i.owner_id, o.name as owner_name,
      i.start_on, i.target_on, i.restricted, i.archived_at, i.program_id
    from bench_initiative i left join bench_membership o on o.org_id = i.org_id and o.id = i.owner_id
    where i.org_id = ${orgId} and i.archived_at is null order by i.code, i.id limit 20`;
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rows));
});
server.listen(Number(process.env.FLOOR_PORT), "127.0.0.1", () => process.stdout.write("listening\n"));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
