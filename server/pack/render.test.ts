import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildFor } from "./build-worker";
import { canonicalJson, sha256 } from "./canonical";
import { createPrinter } from "./render";
import { samplePack } from "./sample";

const json = canonicalJson(samplePack({ initiatives: 12, models: 3, edits: 5, moves: 2 }));
let worker: string;
beforeAll(async () => {
  worker = await buildFor({ file: "server/pack/pdf/worker.tsx" }, "render-worker");
});
afterAll(() => rmSync(worker, { force: true }));

describe("the printer", () => {
  test("prints in a worker thread, many packs at once, the same bytes each time", async () => {
    const press = createPrinter({ path: worker, size: 2 });
    const printed = await Promise.all([json, json, json].map((data) => press.print(data)));
    expect(new Set(printed.map(({ pdf }) => sha256(pdf))).size).toBe(1);
    expect(printed[0]?.dataSha256).toBe(sha256(json));
    await press.close();
  });

  test("says which section failed, and goes on", async () => {
    const press = createPrinter({ path: worker });
    const bad = json.replace(/"targetOn":"\d{4}-\d{2}-\d{2}"/, '"targetOn":"9999-99-99"');
    await expect(press.print(bad)).rejects.toThrow();
    await expect(press.print("{")).rejects.toThrow();
    expect((await press.print(json)).pages).toBeGreaterThan(4);
    await press.close();
  });

  test("replaces a worker that dies, tries its pack once more, then gives up", async () => {
    const code = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", () => process.exit(1));`;
    const dying = await buildFor({ code }, "dying-worker");
    const press = createPrinter({ path: dying });
    await expect(press.print(json)).rejects.toThrow("The pack was not printed: its worker ended");
    await press.close();
    rmSync(dying);
  });

  test("ends a worker that takes too long", async () => {
    const code = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", () => { for (;;); });`;
    const stuck = await buildFor({ code }, "stuck-worker");
    const press = createPrinter({ path: stuck, timeoutMs: 300 });
    await expect(press.print(json)).rejects.toThrow("not printed within 300 ms");
    await press.close();
    await expect(press.print(json)).rejects.toThrow("closed");
    rmSync(stuck);
  });
});
