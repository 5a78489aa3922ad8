import { describe, expect } from "vitest";
import { riskCreation } from "@/domain/risk/input";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { commitBulk } from "../../table/bulk";
import { listRows } from "../../table/rows";
import { asMember, joinAs, type TestDatabase, test } from "../../testing";
import { createRisk } from "../commands";
import { riskRegister } from "./columns";

const COLUMNS = ["title", "cause", "kind", "strategy", "probability", "loss", "contingency", "raised", "owner"];

/** One risk, and what setting a value of its row answers, each against the version that stands. */
async function oneRow(db: TestDatabase) {
  const pmo = await asMember(db, "pmo", "Ana Lind");
  const given = { title: "Drift", lossLow: 1_000_000, lossLikely: 2_000_000, lossHigh: 40_000_000 };
  const { id } = await createRisk(pmo.ctx, riskCreation.parse(given));
  const row = async () => {
    const { rows } = await listRows(pmo.ctx, riskRegister, rowsInput.parse({ ids: [id], columns: COLUMNS }));
    if (!rows[0]) throw new Error("no row");
    return rows[0];
  };
  const set = async (column: string, value: string | null, ctx: OrgContext = pmo.ctx) => {
    const { version } = await row();
    const change = { op: "set" as const, column, value };
    const done = await commitBulk({ ...ctx, timeZone: "UTC" }, riskRegister, { rows: [{ id, version }], change });
    return done.refused[0]?.why ?? (await row()).cells[column];
  };
  return { ...pmo, set };
}

describe("a value set in the row of a risk", () => {
  test("is kept as its page would keep it", async ({ db }) => {
    const { set, memberId } = await oneRow(db);
    expect(await set("title", " Silent drift ")).toBe("Silent drift");
    expect(await set("cause", `The wards changed.\n${"More. ".repeat(200)}`)).toContain("The wards changed.\nMore.");
    expect(await set("cause", null)).toBeNull();
    expect(await set("kind", "opportunity")).toBe("opportunity");
    expect(await set("probability", "20%")).toBe(20);
    expect(await set("probability", "12.5")).toBe(12.5);
    expect(await set("loss", "250k")).toBe(250_000);
    expect(await set("contingency", "$1,200.50")).toBe(1_200.5);
    expect(await set("contingency", null)).toBeNull();
    expect(await set("raised", "2026-02-28")).toBe("2026-02-28");
    expect(await set("owner", memberId)).toEqual({ id: memberId, label: "Ana Lind" });
  });

  test("is refused with what to do where it does not fit, and nothing is changed", async ({ db }) => {
    const { set } = await oneRow(db);
    expect(await set("title", "")).toBe("Give a title.");
    expect(await set("title", "x".repeat(301))).toContain("300");
    expect(await set("kind", "danger")).toContain("Invalid option");
    expect(await set("probability", "often")).toBe("“often” is no probability. Write a percentage such as 20.");
    expect(await set("probability", "101")).toContain("is no probability");
    expect(await set("probability", "-1")).toContain("is no probability");
    expect(await set("loss", "much")).toBe("“much” is no amount. Write one such as 250k or 1.2M.");
    expect(await set("loss", "€5")).toContain("Amounts are in USD here");
    expect(await set("loss", "1M")).toBe("Low, likely and high must ascend.");
    expect(await set("raised", "2026-02-30")).toBe("Use a date such as 2026-11-20.");
    expect(await set("strategy", "exploit")).toContain("does not fit");
    await expect(set("score", "9")).rejects.toMatchObject({ message: "Residual score cannot be changed in its row." });
    expect(await set("loss", "20k")).toBe(20_000);
  });

  test("is not set by whoever may only read, nor in another organisation", async ({ db }) => {
    const { set, orgId } = await oneRow(db);
    const viewer = await joinAs(db, orgId, "viewer", "Vic Hale");
    await expect(set("title", "Mine", viewer.ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await asMember(db, "pmo", "Sam Stone");
    expect(await set("title", "Mine", stranger.ctx)).toBe("It no longer exists, or you may not see it.");
  });
});
