export const PLATFORMS = ["openmetrics", "mlflow", "prometheus"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const PLATFORM_LABELS: Record<Platform, string> = {
  openmetrics: "OpenMetrics or Prometheus text",
  mlflow: "MLflow",
  prometheus: "Prometheus",
};

export const AUTH_KINDS = ["none", "basic", "bearer", "headers"] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];
