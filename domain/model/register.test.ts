import { expect, test } from "vitest";
import { modelListInput } from "@/domain/model/input";
import { isModelFiltered, modelRequest, readerOf } from "@/domain/model/register-params";
import { registerHeadline, registerLead } from "@/domain/model/register-sentence";

test("the address says what is asked for; what it does not understand is left out", () => {
  const asked = modelRequest(
    readerOf(new URLSearchParams("q=sepsis&status=live&health=critical&health=nonsense&page=2")),
  );
  expect(asked).toMatchObject({ q: "sepsis", status: "live", health: ["critical"], page: 2, days: 90 });
  expect(isModelFiltered(asked)).toBe(true);
  const plain = modelRequest(readerOf({ status: "gone", page: "-4", health: undefined }));
  expect(plain).toMatchObject({ q: "", status: "all", health: [], page: 1 });
  expect(isModelFiltered(plain)).toBe(false);
  for (const request of [asked, plain]) expect(modelListInput.parse(request)).toEqual(request);
});

const totals = { live: 3, outside: 1, noData: 1 };
const worst = { name: "Sepsis early warning", health: "critical" as const, since: new Date("2026-11-03T00:00:00Z") };
const when = { asOf: new Date("2026-11-20T12:00:00Z"), timeZone: "UTC" };

test("the register in a sentence", () => {
  expect(registerHeadline(totals, 3)).toBe("One of three live models is outside its limits, and one sends no data.");
  expect(registerHeadline({ live: 3, outside: 0, noData: 0 }, 3)).toBe(
    "All three live models are inside their limits.",
  );
  expect(registerHeadline({ live: 0, outside: 0, noData: 0 }, 0)).toBe("No model is known yet.");
  expect(registerHeadline({ live: 0, outside: 0, noData: 0 }, 2)).toBe("Neither of two models is live.");
  expect(registerHeadline({ live: 0, outside: 0, noData: 0 }, 5)).toBe("None of five models is live.");
});

test("what is worst, and since when", () => {
  expect(registerLead([worst], when)).toBe("Sepsis early warning has been critical since 3\u00a0November.");
  expect(
    registerLead(
      [worst, { name: "Denial prediction", health: "no_data", since: new Date("2026-11-19T00:00:00Z") }],
      when,
    ),
  ).toBe(
    "Sepsis early warning has been critical since 3\u00a0November; Denial prediction has sent no data since 19\u00a0November.",
  );
  expect(registerLead([{ ...worst, health: "inside", since: null }], when)).toBeNull();
});
