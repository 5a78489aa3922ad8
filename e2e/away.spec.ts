import { spawn } from "node:child_process";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { axe, expect, settled, test } from "./fixture";
import { lookLint } from "./look-lint";

/** A way to the database that can be cut as a network is: open connections break, new ones are refused. */
async function cuttable(url: URL) {
  const open = new Set<Socket>();
  let server: Server;
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server = createServer((near) => {
        const far = dial(Number(url.port), url.hostname);
        for (const [socket, other] of [
          [near, far],
          [far, near],
        ] as const) {
          open.add(socket);
          socket.on("error", () => other.destroy());
          socket.on("close", () => open.delete(socket));
          socket.pipe(other);
        }
      });
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  const port = await listen(0);
  return {
    port,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
    mend: () => listen(port),
  };
}

/** One more web process of the same build, whose way to the database this story holds. */
async function startWeb(databaseUrl: string) {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const base = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/main.mjs"], {
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: "fatal" },
    stdio: "ignore",
  });
  await expect
    .poll(() => fetch(`${base}/api/health`).catch(() => null), { timeout: 20_000 })
    .toMatchObject({ ok: true });
  return { base, stop: () => new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGTERM")) };
}

test("the database goes away under open pages: they say so, keep what was typed, and go on when it is back", async ({
  freshAs,
}) => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const way = await cuttable(url);
  const through = new URL(url);
  through.port = String(way.port);
  const web = await startWeb(through.href);
  try {
    const { page, context, member } = await freshAs("admin");
    const at = (place: string) => `${web.base}/${member.slug}${place}`;
    const register = await context.newPage();
    await register.goto(at("/initiatives"));
    await settled(register);
    await page.goto(at("/initiatives/new"));
    await settled(page);
    await page.getByLabel("Title").fill("Typed before the fall");

    await way.cut();
    await page.getByRole("button", { name: "Enter initiative" }).click();
    await page.getByText("The database cannot be reached.").waitFor();
    await page.getByText(/Nothing was lost; try again|Look again when it is back/).waitFor();
    expect(await page.getByLabel("Title").inputValue()).toBe("Typed before the fall");
    expect(await axe(page)).toEqual([]);
    expect(await lookLint(page)).toEqual([]);

    const fresh = await context.newPage();
    expect((await fresh.goto(at("/models")))?.status()).toBe(500);
    await fresh.getByText("the page shows itself again as soon as it is back").waitFor();
    expect(await axe(fresh)).toEqual([]);
    await register.bringToFront();
    await register.getByRole("link", { name: "Overview" }).first().click();
    await register.getByText("the page shows itself again as soon as it is back").waitFor();
    expect(await register.getByRole("navigation").first().isVisible()).toBe(true);

    await way.mend();
    await register.getByText("This portfolio is empty").waitFor();
    await fresh.bringToFront();
    await settled(fresh);
    expect(await fresh.locator("h1").first().textContent()).toBe("No model is known yet.");
    await page.bringToFront();
    await page.getByText("The database cannot be reached.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Enter initiative" }).click();
    await page.waitForURL(/\/initiatives\/[^/]+$/);
    await page.getByRole("heading", { level: 1, name: /Typed before the fall/ }).waitFor();
    await register.bringToFront();
    await register.getByText("This portfolio is empty").waitFor({ state: "hidden" }); // live events flow again
  } finally {
    await web.stop();
    await way.cut();
  }
});
