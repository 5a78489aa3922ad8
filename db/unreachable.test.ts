import { createServer } from "node:net";
import { expect, test } from "vitest";
import { connect } from "./client";
import { awayFrom } from "./unreachable";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

test("a database that is away is named so at once, also after many tries", async () => {
  const db = connect(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
  const started = performance.now();
  for (let n = 0; n < 5; n += 1) {
    const error = await db.sql`select 1`.catch((reason: unknown) => reason);
    expect(awayFrom(error)).toBe("not reached");
    expect(awayFrom(new Error("wrapped", { cause: error }))).toBe("not reached");
  }
  expect(performance.now() - started).toBeLessThan(4_000);
  await db.end();
});

test("a broken connection is told from a refused one; other failures are neither", () => {
  expect(awayFrom(Object.assign(new Error("terminating connection"), { code: "57P01" }))).toBe("broken");
  expect(awayFrom(Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" }))).toBe("broken");
  expect(awayFrom(Object.assign(new Error("duplicate key"), { code: "23505" }))).toBeNull();
  expect(awayFrom("ECONNREFUSED")).toBeNull();
});
