import { expect, test } from "vitest";
import { linkCreate } from "./input";
import { linkWord } from "./kind";
import { linksSentence } from "./sentence";

const [one, other] = ["0190f5c4-6f2a-7d11-9c3e-3c1a5b0e9d42", "0190f5c4-6f2a-7d11-9c3e-3c1a5b0e9d43"];
const to = (id: string) => ({ noun: "initiative" as const, id });

test("a record is not linked to itself, nor in a way nobody knows", () => {
  expect(linkCreate.safeParse({ from: to(one), to: to(one), kind: "depends" }).error?.issues[0]?.message).toBe(
    "A record cannot be linked to itself.",
  );
  expect(linkCreate.safeParse({ from: to(one), to: to(other), kind: "likes" }).success).toBe(false);
  expect(linkCreate.parse({ from: to(one), to: to(other), kind: "depends" }).turned).toBe(false);
});

test("both ends read the link in words", () => {
  expect([linkWord("depends", false), linkWord("depends", true), linkWord("relates", true)]).toEqual([
    "depends on",
    "is needed by",
    "relates to",
  ]);
  expect(linksSentence([])).toBe("Linked to nothing yet.");
  const links = [
    { kind: "depends" as const, turned: false },
    { kind: "depends" as const, turned: false },
    { kind: "depends" as const, turned: true },
    { kind: "relates" as const, turned: true },
  ];
  expect(linksSentence(links)).toBe("Relates to 1, depends on 2 and is needed by 1.");
});
