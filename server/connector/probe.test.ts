import { expect, test } from "vitest";
import { parseAllowList } from "@/server/connector/address";
import type { CheckStep } from "@/server/connector/contract";
import { probe } from "@/server/connector/probe";

async function stepsOf(url: string, allow = ""): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  for await (const step of probe(url, parseAllowList(allow))) steps.push(step);
  return steps;
}

test("a name is looked up, then its address is checked", async () => {
  const steps = await stepsOf("http://localhost:9464/metrics", "127.0.0.0/8, ::1/128");
  expect(steps.map(({ ok }) => ok)).toEqual([true, true]);
  expect(steps[0]?.detail).toMatch(/^localhost is (127\.0\.0\.1|::1)/);
  expect(steps[1]?.detail).toContain("port 9464");
});

test("a number needs no looking up; a private one says what would allow it", async () => {
  expect(await stepsOf("https://10.1.2.3/metrics")).toEqual([
    {
      step: "Check that the address may be reached",
      ok: false,
      detail: expect.stringContaining("an administrator of this installation can allow it in CONNECTOR_ALLOW"),
    },
  ]);
  expect(await stepsOf("http://[fe80::1]/", "::/0")).toMatchObject([{ ok: false }]);
  expect(await stepsOf("https://10.1.2.3:8443/metrics", "10.0.0.0/8")).toMatchObject([
    { ok: true, detail: "10.1.2.3, port 8443" },
  ]);
});

test("a name nobody has", async () => {
  const [step, ...rest] = await stepsOf("https://nobody.invalid/metrics");
  expect(step).toMatchObject({
    step: "Look up the name",
    ok: false,
    detail: expect.stringContaining("nobody.invalid"),
  });
  expect(rest).toEqual([]);
});
