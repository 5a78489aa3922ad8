import { expect, test } from "vitest";
import { detailsOf, fieldOf, sameTarget, targetOf, valuesOf } from "@/components/connection/form-values";
import { connectionCreate, connectionTest } from "@/domain/connection/input";

const typed = { ...valuesOf(), name: " Scorer ", url: " https://models.example.org/metrics ", intervalSeconds: "60" };

test("what is typed becomes what the server takes", () => {
  const input = { ...detailsOf(typed), ...targetOf(typed) };
  expect(connectionCreate.parse(input)).toMatchObject({
    name: "Scorer",
    url: "https://models.example.org/metrics",
    intervalSeconds: 60,
    auth: "none",
    config: { modelLabel: "model", model: null },
  });
});

test("lists of an MLflow connection are separated by commas", () => {
  const target = targetOf({ ...typed, kind: "mlflow", models: "a, b,", experiments: "12" });
  expect(connectionTest.parse(target).config).toEqual({
    ...{ models: ["a", "b"], experiments: ["12"], modelTag: "model", measures: [] },
  });
});

test("a secret is sent only when one was typed", () => {
  expect(targetOf({ ...typed, auth: "bearer" })).not.toHaveProperty("secret");
  expect(targetOf({ ...typed, auth: "bearer", token: "t" })).toMatchObject({ secret: { kind: "bearer", token: "t" } });
  expect(targetOf({ ...typed, auth: "basic", username: "u" })).toMatchObject({
    secret: { username: "u", password: "" },
  });
});

test("queries of a Prometheus connection, its product, tenant and headers, and back", () => {
  const values = {
    ...{ ...typed, kind: "mimir" as const, tenant: " cedar ", headers: "X-Team: ml", stepSeconds: "60" },
    queries: [{ measure: " recall ", query: "recall", unit: "" }],
  };
  const target = targetOf(values);
  expect(connectionTest.parse(target)).toMatchObject({
    platform: "prometheus",
    config: {
      ...{ product: "mimir", tenant: "cedar", headers: { "X-Team": "ml" }, stepSeconds: 60 },
      queries: [{ measure: "recall", query: "recall", unit: null }],
    },
  });
  const back = valuesOf({ ...values, ...target, intervalSeconds: 60 });
  expect(targetOf(back)).toEqual(target);
  expect(back.kind).toBe("mimir");
});

test("sealed headers are typed as lines", () => {
  const target = targetOf({ ...typed, auth: "headers", secretHeaders: "X-Api-Key: s3cret" });
  expect(target).toMatchObject({ secret: { kind: "headers", headers: { "X-Api-Key": "s3cret" } } });
  expect(targetOf({ ...typed, auth: "headers" })).not.toHaveProperty("secret");
});

test("faults find their field", () => {
  expect(fieldOf("url", "none")).toBe("url");
  expect(fieldOf("secret", "bearer")).toBe("token");
  expect(fieldOf("secret.password", "basic")).toBe("password");
  expect(fieldOf("config.modelLabel", "none")).toBe("modelLabel");
  expect(fieldOf("config.models.0", "none")).toBe("models");
  expect(fieldOf("config.queries.2.query", "none")).toBe("queries.2.query");
  expect(fieldOf("config.headers.X-Team", "none")).toBe("headers");
  expect(fieldOf("secret.headers", "headers")).toBe("secretHeaders");
  expect(fieldOf("connectionId", "none")).toBeNull();
});

test("a test of one target speaks for the same target only", () => {
  expect(sameTarget(typed, { ...typed, name: "Other", intervalSeconds: "3600" })).toBe(true);
  expect(sameTarget(typed, { ...typed, prefix: "model_" })).toBe(false);
  expect(
    valuesOf({ ...typed, platform: "openmetrics", intervalSeconds: 15, config: { prefix: "model_", broken: 1 } })
      .prefix,
  ).toBe("model_");
});
