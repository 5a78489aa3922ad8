import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { describe, expect, vi } from "vitest";
import { log } from "../log";
import { store } from "../record/store";
import { asMember, type Member, type TestDatabase, test } from "../testing";
import { MAIL_DUE, queueMail, retryMail } from "./commands";
import { listMail, openMail } from "./queries";
import { sendMail } from "./send/commands";
import { renderMail } from "./send/render";

const LINK = "https://portolan.example.org/invitation/s3cret-t0ken";
const PASSWORD = "sm7p-passw0rd";
const VALUES = {
  ...{ name: "Ida Prowse", invitedBy: "Robin Vale", organisation: "Cedar Valley Health", role: "Viewer" },
  ...{ link: LINK, until: "2026-11-28" },
};

type Received = { to: string[]; text: string };

/** A real SMTP server on a port of this machine. */
async function smtp(options: SMTPServerOptions = {}, port = 0) {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      done(username === "portolan" && password === PASSWORD ? null : new Error("bad sign-in"), { user: username }),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const { port: taken } = server.server.address() as AddressInfo;
  const url = `smtp://portolan:${PASSWORD}@127.0.0.1:${taken}`;
  const stop = () => new Promise<void>((done) => server.close(done));
  return { received, port: taken, stop, settings: { url, from: "Portolan <portolan@example.org>" } };
}

const queued = ({ ctx }: Member, to = "ida@example.org") =>
  store(ctx, (tx) => queueMail(tx, ctx, { template: "invitation", to, values: VALUES }));

const rowOf = async (member: Member, id: string) =>
  (await listMail(member.ctx, { page: 1 })).rows.find((row) => row.id === id);

/** As if the time of the next attempt had come. */
const due = ({ ctx }: Member, id: string) =>
  store(ctx, (_tx, raw) => raw`select private.due_set(${MAIL_DUE}, ${id}, clock_timestamp() - interval '1 second')`);

const decoded = (text: string) =>
  text
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

describe("the outbox", () => {
  test("a mail is handed over once, as text and HTML, then forgotten", async ({ db }) => {
    const server = await smtp();
    const admin = await asMember(db);
    const mailId = await queued(admin);
    expect(await rowOf(admin, mailId)).toMatchObject({ status: "queued", label: "Invitation", isKept: true });
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "sent" });
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "not due" });
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    expect(mail?.to).toEqual(["ida@example.org"]);
    const text = decoded(mail?.text ?? "");
    for (const part of [
      "Subject: Cedar Valley Health invites you to its AI program",
      "From: Portolan <portolan@example.org>",
      `Message-ID: <${mailId}@portolan>`,
      "Auto-Submitted: auto-generated",
      "Content-Type: text/plain",
      "Content-Type: text/html",
      LINK,
      "Robin Vale invites you",
    ])
      expect(text).toContain(part);
    expect(await rowOf(admin, mailId)).toMatchObject({ status: "sent", isKept: false, attempts: 1, error: null });
    await server.stop();
  });

  test("the server is down: the mail waits, is tried again and then sent", async ({ db }) => {
    const server = await smtp();
    await server.stop();
    const admin = await asMember(db);
    const mailId = await queued(admin);
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "later" });
    const waiting = await rowOf(admin, mailId);
    expect(waiting).toMatchObject({ status: "queued", attempts: 1, error: expect.stringContaining("ECONNREFUSED") });
    expect(waiting?.nextAt?.getTime()).toBe(admin.ctx.now.getTime() + 30_000);
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "not due" });
    await due(admin, mailId);
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "later" });
    expect(await rowOf(admin, mailId)).toMatchObject({ attempts: 2 });
    const back = await smtp({}, server.port);
    await retryMail({ ...admin.ctx, now: new Date() }, { mailId });
    expect(admin.emitted).toContainEqual(
      expect.objectContaining({ name: "mail/mail.queued", data: { orgId: admin.orgId, mailId } }),
    );
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "sent" });
    expect(back.received).toHaveLength(1);
    await back.stop();
  });

  test("a refused recipient is given up, a refused sign-in waits; no secret is shown or logged", async ({ db }) => {
    const said: string[] = [];
    for (const level of ["info", "warn", "error", "debug"] as const)
      vi.spyOn(log, level).mockImplementation((...given: unknown[]) => void said.push(JSON.stringify(given)));
    const refusing = await smtp({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no such mailbox"), { responseCode: 550 })),
    });
    const admin = await asMember(db);
    const refused = await queued(admin);
    expect(await sendMail(admin.ctx, { mailId: refused }, refusing.settings)).toEqual({ outcome: "given up" });
    expect(await rowOf(admin, refused)).toMatchObject({ status: "failed", isKept: false, nextAt: null });
    await expect(retryMail(admin.ctx, { mailId: refused })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await refusing.stop();
    const strict = await smtp({
      onAuth: ({ password }, _session, done) => done(new Error(`sign-in refused for ${password}`)),
    });
    const waiting = await queued(admin);
    expect(await sendMail(admin.ctx, { mailId: waiting }, strict.settings)).toEqual({ outcome: "later" });
    const row = await rowOf(admin, waiting);
    expect(row).toMatchObject({ status: "queued", error: expect.stringContaining("sign-in refused for …") });
    await strict.stop();
    vi.restoreAllMocks();
    expect(said.length).toBeGreaterThanOrEqual(2);
    for (const secret of [PASSWORD, "s3cret-t0ken", "ida@example.org", "Ida Prowse"])
      expect(said.join("\n")).not.toContain(secret);
  });

  test("a mail that is too old is given up and its content forgotten", async ({ db }) => {
    const server = await smtp();
    await server.stop();
    const admin = await asMember(db);
    const long = { ...admin, ctx: { ...admin.ctx, now: new Date(Date.now() - 73 * 3_600_000) } };
    const mailId = await queued(long);
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "given up" });
    expect(await rowOf(admin, mailId)).toMatchObject({ status: "failed", isKept: false });
  });

  test("without a mail server it is kept and may be read on a trial, by nobody elsewhere", async ({ db }) => {
    const admin = await asMember(db);
    const mailId = await queued(admin);
    await expect(openMail(admin.ctx, { mailId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await sendMail(admin.ctx, { mailId }, null)).toEqual({ outcome: "kept" });
    expect(await rowOf(admin, mailId)).toMatchObject({ status: "queued", error: "No mail server is set." });
    const opened = await openMail(admin.ctx, { mailId });
    expect(opened).toMatchObject({ recipient: "ida@example.org", text: expect.stringContaining(LINK) });
    const other = await asMember(db);
    await expect(openMail(other.ctx, { mailId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const server = await smtp();
    await due(admin, mailId);
    expect(await sendMail(admin.ctx, { mailId }, server.settings)).toEqual({ outcome: "sent" });
    expect(server.received).toHaveLength(1);
    await server.stop();
  });

  test("what a mail says is not readable in the database", async ({ db }: { db: TestDatabase }) => {
    const admin = await asMember(db);
    const mailId = await queued(admin);
    const rows = await store(admin.ctx, (_tx, raw) => raw`select * from outbox where id = ${mailId}`);
    expect(JSON.stringify(rows)).not.toContain("s3cret-t0ken");
    expect(JSON.stringify(rows)).not.toContain("Ida Prowse");
  });

  test("two workers send it once", async ({ db }) => {
    const server = await smtp();
    const admin = await asMember(db);
    const mailId = await queued(admin);
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => sendMail(admin.ctx, { mailId }, server.settings)),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["not due", "not due", "not due", "sent"]);
    expect(server.received).toHaveLength(1);
    await server.stop();
  });
});

describe("hostile values", () => {
  test("markup and line breaks in a name stay words", async () => {
    const organisation = 'Acme\r\nBcc: evil@example.org <script>alert("1")</script>';
    const letter = await renderMail("invitation", { ...VALUES, organisation });
    expect(letter.subject).not.toMatch(/[\r\n]/);
    expect(letter.html).not.toContain("<script>");
    expect(letter.html).toContain("&lt;script&gt;");
  });

  test("a link must be http or https, and a template must exist", async ({ db }) => {
    const admin = await asMember(db);
    const attempt = (template: string, values: object) =>
      store(admin.ctx, (tx) =>
        queueMail(tx, admin.ctx, { template: template as "invitation", to: "a@example.org", values: values as never }),
      );
    await expect(attempt("invitation", { ...VALUES, link: "javascript:alert(1)" })).rejects.toThrow(/link/);
    await expect(attempt("constructor", VALUES)).rejects.toThrow(/There is no mail "constructor"/);
    expect((await listMail(admin.ctx, { page: 1 })).total).toBe(0);
    await expect(retryMail(admin.ctx, { mailId: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
