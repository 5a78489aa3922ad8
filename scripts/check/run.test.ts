import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { inTurn } from "./run.mjs";

test("jobs are answered in their order, no more under way than allowed", async () => {
  let [underWay, most] = [0, 0];
  const job = (answer: string, ms: number) => async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await delay(ms);
    underWay -= 1;
    return answer;
  };
  expect(await inTurn(2, [job("a", 30), job("b", 5), job("c", 5), job("d", 1)])).toEqual(["a", "b", "c", "d"]);
  expect(most).toBe(2);
});

test("one that fails fails all", async () => {
  await expect(inTurn(2, [async () => 1, () => Promise.reject(new Error("no"))])).rejects.toThrow("no");
});
