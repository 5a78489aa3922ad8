import type { Platform } from "./choice";
import type { PrometheusProduct } from "./prometheus";

/** What can be connected, as a person knows it: a platform, or a product that answers like one. */
export const CONNECTION_KINDS = ["openmetrics", "mlflow", "prometheus", "mimir", "thanos", "victoriametrics"] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

export type CatalogueEntry = {
  platform: Platform;
  product: PrometheusProduct | null;
  label: string;
  /** What comes of it. */
  what: string;
  /** What one must have at hand. */
  needs: string;
  /** What the address is, and how one looks. */
  address: string;
  example: string;
};

export const CATALOGUE: Record<ConnectionKind, CatalogueEntry> = {
  openmetrics: {
    ...{ platform: "openmetrics", product: null, label: "OpenMetrics or Prometheus text" },
    what: "Reads the page of metrics a model server shows: each value that names a model becomes a measure of it.",
    needs: "The address of the page. It shows the present only, so history begins with the first poll.",
    address: "The page itself, as a browser would open it.",
    example: "https://models.example.org/metrics",
  },
  mlflow: {
    ...{ platform: "mlflow", product: null, label: "MLflow" },
    what: "Reads registered models with their versions and aliases, and the metric history of their runs.",
    needs: "The tracking server, and the experiments whose runs carry later figures.",
    address: "Where the tracking server answers, without /api.",
    example: "https://mlflow.example.org",
  },
  prometheus: {
    ...{ platform: "prometheus", product: "prometheus", label: "Prometheus" },
    what: "Asks query by query; each result that names a model becomes a measure of it, with its past.",
    needs: "The address, and a label that names the model. Metrics are searched here.",
    address: "Where the server answers, without /api/v1.",
    example: "https://prometheus.example.org",
  },
  mimir: {
    ...{ platform: "prometheus", product: "mimir", label: "Grafana Mimir" },
    what: "Prometheus' queries over many tenants and long history; also Cortex and Grafana Cloud.",
    needs: "The address with its prefix, the tenant (X-Scope-OrgID), and a user or token where it asks for one.",
    address: "With the prefix it is given, usually /prometheus.",
    example: "https://mimir.example.org/prometheus",
  },
  thanos: {
    ...{ platform: "prometheus", product: "thanos", label: "Thanos" },
    what: "Prometheus' queries over several servers and their stored past, one value of each replica.",
    needs: "The address of a querier. Values of a part of its stores are refused, unless they are accepted.",
    address: "The querier, or the query frontend before it.",
    example: "https://thanos.example.org",
  },
  victoriametrics: {
    ...{ platform: "prometheus", product: "victoriametrics", label: "VictoriaMetrics" },
    what: "Prometheus' queries on one node or a cluster.",
    needs: "The address; of a cluster with the account in its path.",
    address: "One node: as it is. A cluster: with /select/<account>/prometheus.",
    example: "https://vm.example.org/select/0/prometheus",
  },
};

/** The kind of a stored connection. */
export function kindOf(platform: Platform, config: Readonly<Record<string, unknown>>): ConnectionKind {
  if (platform !== "prometheus") return platform;
  return CONNECTION_KINDS.find((kind) => kind === config.product) ?? "prometheus";
}
