import { expect, test } from "vitest";
import { mailHeadline, mailState, withLinks } from "./sentence";

test("says what the outbox holds", () => {
  expect(mailHeadline({ queued: 3, failed: 0, isConfigured: false })).toBe(
    "No mail server is set: mails are kept, not sent.",
  );
  expect(mailHeadline({ queued: 0, failed: 0, isConfigured: true })).toBe("Every mail was sent.");
  expect(mailHeadline({ queued: 1, failed: 2, isConfigured: true })).toBe(
    "One mail waits for the mail server and two mails could not be delivered.",
  );
});

test("says how far a mail got", () => {
  expect(mailState({ status: "queued", attempts: 0 })).toBe("waiting");
  expect(mailState({ status: "queued", attempts: 1 })).toBe("waiting, tried once");
  expect(mailState({ status: "queued", attempts: 4 })).toBe("waiting, tried 4 times");
  expect(mailState({ status: "failed", attempts: 1 })).toBe("given up");
});

test("finds links and nothing else", () => {
  expect(withLinks("Accept: http://localhost:3000/invitation/a-b_c\n\nBye")).toEqual([
    { text: "Accept: ", isLink: false },
    { text: "http://localhost:3000/invitation/a-b_c", isLink: true },
    { text: "\n\nBye", isLink: false },
  ]);
  expect(withLinks("javascript:alert(1)")).toEqual([{ text: "javascript:alert(1)", isLink: false }]);
});
