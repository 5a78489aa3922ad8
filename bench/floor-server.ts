import { createServer } from "node:http";
import postgres from "postgres";
import type { Statement } from "./statements";

/**
 * The floor of a read: the product's own statements, prepared, without session, policy or transaction, on bare node:http.
 * `/0`, `/1` … is the statement of that place. A superuser asks, because policies bind everybody else.
 */
const { FLOOR_URL = "", FLOOR_PORT, FLOOR_ORG = "", FLOOR_MEMBER = "", FLOOR_STATEMENTS = "[]" } = process.env;
const settings: Record<string, string> = {
  "app.org_id": FLOOR_ORG,
  "app.member_id": FLOOR_MEMBER,
  "app.role": "admin",
  "app.as_of": "",
};
const sql = postgres(FLOOR_URL, { max: 10, connection: settings });
const statements = JSON.parse(FLOOR_STATEMENTS) as Statement[];

const server = createServer(async (request, response) => {
  const statement = statements[Number(request.url?.slice(1))];
  if (!statement) return void response.writeHead(404).end();
  const { text, parameters } = statement;
  const rows = await sql.unsafe(text, parameters as postgres.ParameterOrJSON<never>[], { prepare: true });
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rows));
});
server.listen(Number(FLOOR_PORT), "127.0.0.1", () => process.stdout.write("listening\n"));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
