export const PLATFORMS = ["openmetrics", "mlflow"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const PLATFORM_LABELS: Record<Platform, string> = {
  openmetrics: "OpenMetrics or Prometheus text",
  mlflow: "MLflow",
};

export const AUTH_KINDS = ["none", "basic", "bearer"] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];
