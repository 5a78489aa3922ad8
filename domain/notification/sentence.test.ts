import { expect, test } from "vitest";
import { digestDueAt } from "./kind";
import { digestSubject, notificationSentence, unreadSentence } from "./sentence";

const told = { actorName: "Maren Okafor", subject: "AI-07 Sepsis", detail: {} };

test("says what happened", () => {
  expect(notificationSentence({ ...told, kind: "stage", detail: { from: null, to: "pilot" } })).toBe(
    "Maren Okafor moved AI-07 Sepsis from no stage to Pilot.",
  );
  expect(notificationSentence({ ...told, kind: "stage", detail: { from: "build", to: "pilot", more: 2 } })).toBe(
    "Maren Okafor moved AI-07 Sepsis and two more to other stages.",
  );
  expect(notificationSentence({ ...told, kind: "alert", detail: { level: "no_data" } })).toBe(
    "AI-07 Sepsis has stopped reporting.",
  );
  expect(
    notificationSentence({
      ...told,
      subject: "R-31 Sepsis",
      kind: "raised",
      detail: { to: "sponsor", rule: "red_imminent" },
    }),
  ).toBe("R-31 Sepsis is raised to the sponsor: it is red and imminent.");
  expect(notificationSentence({ ...told, subject: "R-31 Sepsis", kind: "raised", detail: { more: 6 } })).toBe(
    "R-31 Sepsis and six more are raised to you.",
  );
  expect(
    notificationSentence({ ...told, subject: "R-31 Sepsis", kind: "acceptance", detail: { step: "proposed" } }),
  ).toBe("Maren Okafor asks for the acceptance of R-31 Sepsis.");
  expect(
    notificationSentence({ ...told, subject: "R-31 Sepsis", kind: "acceptance", detail: { step: "expired" } }),
  ).toBe("The acceptance of R-31 Sepsis has ended.");
  const acceptance = (step: string) =>
    notificationSentence({ ...told, subject: "R-31 Sepsis", kind: "acceptance", detail: { step } });
  expect([acceptance("ending"), acceptance("stale")]).toEqual([
    "The acceptance of R-31 Sepsis ends within 14 days.",
    "The acceptance of R-31 Sepsis is stale: the residual is no longer the accepted one.",
  ]);
  expect(notificationSentence({ ...told, subject: "R-31 Sepsis", kind: "action" })).toBe(
    "Maren Okafor made you the owner of a response to R-31 Sepsis.",
  );
});

test("says how much waits", () => {
  expect([unreadSentence(0, 0), unreadSentence(0, 3), unreadSentence(1, 3), unreadSentence(20, 30)]).toEqual([
    "Nothing happened yet to what you follow.",
    "You have read everything.",
    "One notification is unread.",
    "20 notifications are unread.",
  ]);
  expect(digestSubject(["It moved."], "Cedar Valley Health")).toBe("Cedar Valley Health: It moved");
  expect(digestSubject(["a", "b"], "Cedar Valley Health")).toBe("Cedar Valley Health: Two notifications");
});

test("a mail waits for quiet, and no longer than a quarter of an hour", () => {
  const first = new Date("2026-11-20T10:00:00Z");
  const after = (minutes: number) => new Date(first.getTime() + minutes * 60_000);
  expect(digestDueAt(first, first)).toEqual(after(2));
  expect(digestDueAt(first, after(5))).toEqual(after(7));
  expect(digestDueAt(first, after(14))).toEqual(after(15));
});
