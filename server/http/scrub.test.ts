import pino from "pino";
import { describe, expect } from "vitest";
import { membership } from "@/db/schema/organisation";
import { change } from "@/server/record/change";
import { asMember, test } from "@/server/testing";
import { logOptions } from "../log";
import { scrubbedText } from "./scrub";

/** What the logger would write, as text. */
function written(entry: object, message = "x"): string {
  const lines: string[] = [];
  pino({ ...logOptions, level: "info" }, { write: (line: string) => void lines.push(line) }).info(entry, message);
  return lines.join("");
}

describe("a log line", () => {
  test("holds no secret, however it is called and however deep it lies", () => {
    const secret = "hunter2-hunter2";
    const names = [
      "password",
      "newPassword",
      "token",
      "sessionToken",
      "token_hash",
      "secret",
      "clientSecret",
      "cookie",
      "set-cookie",
      "Authorization",
      "apiKey",
      "api_key",
      "sealedSecret",
      "totpSecret",
      "recoveryCodes",
      "credentials",
    ];
    for (const name of names) {
      expect(written({ [name]: secret }), name).not.toContain(secret);
      expect(written({ a: { b: [{ c: { [name]: [secret] } }] } }), name).not.toContain(secret);
    }
    expect(written({ input: new Map([["password", secret]]) })).not.toContain(secret);
    expect(written({ bytes: Buffer.from(secret), more: new TextEncoder().encode(secret) })).not.toContain(secret);
  });

  test("holds no person, and still says what happened", () => {
    const line = written({
      requestId: "r-1",
      path: "member.invite",
      code: "CONFLICT",
      email: "ada@example.org",
      recipient: "ada@example.org",
      note: "sent to Ada <ada.lovelace+x@mail.example.co.uk> today",
    });
    expect(line).not.toMatch(/ada@|ada\.lovelace/i);
    expect(JSON.parse(line)).toMatchObject({
      requestId: "r-1",
      path: "member.invite",
      code: "CONFLICT",
      note: "sent to Ada <[e-mail]> today",
    });
  });

  test.each([
    ["connect to postgres://portolan_app:s3cret@db:5432/portolan failed", "s3cret"],
    ["smtp://user%40x:pa%3Ass@mail.example.org:587 refused", "pa%3Ass"],
    ["sent Authorization: Bearer abc.def-ghi", "abc.def"],
    ["cookie __Secure-authjs.session-token=QUJD; theme=dark", "QUJD"],
    ["GET /reset?token=QUJDREVG&x=1", "QUJDREVG"],
    ["GET /api/auth/callback/x?code=QUJDREVG&state=U1RBVEU", "QUJDREVG"],
    ["Key (lower(email))=(zoë@example.org) already exists.", "zoë"],
    ["müller@beispiel.de schrieb", "müller"],
  ])("%s", (text, secret) => {
    expect(scrubbedText(text)).not.toContain(secret);
    expect(written({ err: new Error(text) })).not.toContain(secret);
    expect(written({ err: new Error("outer", { cause: new Error(text) }) })).not.toContain(secret);
    expect(written({ err: new AggregateError([new Error(text)], "many") })).not.toContain(secret);
  });

  test("about a statement that failed names the constraint, not the row", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const row = {
      orgId,
      userId: ctx.actor.kind === "user" ? ctx.actor.userId : "",
      name: "Unique Name-Here",
      email: "unique@example.test",
      role: "viewer" as const,
    };
    const error = await change(ctx, { name: "membership.create" }, (tx) => tx.insert(membership).values(row)).catch(
      (cause: unknown) => cause,
    );
    const line = written({ err: error });
    expect(JSON.parse(line).err).toMatchObject({
      stack: expect.stringContaining("scrub.test.ts"),
      cause: { code: "23505", constraint_name: "membership_user" },
    });
    for (const value of ["Unique Name-Here", "unique@example.test", row.userId]) expect(line).not.toContain(value);
  });

  test("stays a line, whatever is in it", () => {
    const ring: Record<string, unknown> = { a: 1 };
    ring.self = ring;
    expect(
      JSON.parse(
        written({
          ring,
          many: Array.from({ length: 5000 }, (_, n) => n),
          at: new Date(0),
          nothing: null,
          text: "x".repeat(100_000),
        }),
      ),
    ).toMatchObject({ at: "1970-01-01T00:00:00.000Z", nothing: null });
    expect(written({ text: "x".repeat(100_000) }).length).toBeLessThan(10_000);
  });
});
