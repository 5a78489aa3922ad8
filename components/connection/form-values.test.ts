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
  const target = targetOf({ ...typed, platform: "mlflow", models: "a, b,", experiments: "12" });
  expect(connectionTest.parse(target).config).toEqual({ models: ["a", "b"], experiments: ["12"], modelTag: "model" });
});

test("a secret is sent only when one was typed", () => {
  expect(targetOf({ ...typed, auth: "bearer" })).not.toHaveProperty("secret");
  expect(targetOf({ ...typed, auth: "bearer", token: "t" })).toMatchObject({ secret: { kind: "bearer", token: "t" } });
  expect(targetOf({ ...typed, auth: "basic", username: "u" })).toMatchObject({
    secret: { username: "u", password: "" },
  });
});

test("faults find their field", () => {
  expect(fieldOf("url", "none")).toBe("url");
  expect(fieldOf("secret", "bearer")).toBe("token");
  expect(fieldOf("secret.password", "basic")).toBe("password");
  expect(fieldOf("config.modelLabel", "none")).toBe("modelLabel");
  expect(fieldOf("config.models.0", "none")).toBe("models");
  expect(fieldOf("connectionId", "none")).toBeNull();
});

test("a test of one target speaks for the same target only", () => {
  expect(sameTarget(typed, { ...typed, name: "Other", intervalSeconds: "3600" })).toBe(true);
  expect(sameTarget(typed, { ...typed, prefix: "model_" })).toBe(false);
  expect(valuesOf({ ...typed, intervalSeconds: 15, config: { prefix: "model_", broken: 1 } }).prefix).toBe("model_");
});
