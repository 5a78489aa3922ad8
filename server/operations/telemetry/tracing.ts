import { type Attributes, context, propagation, type Span, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = () => trace.getTracer("portolan");

/** Headers that say of which trace a request is part. */
const CARRIER = {
  get: (headers: Readonly<Record<string, unknown>>, name: string) => {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : undefined;
  },
  keys: (headers: Readonly<Record<string, unknown>>) => Object.keys(headers),
};

/** Work as a span. Names and attributes hold procedures, routes, ids of jobs and statements with their values left out, never content. */
export function traced<T>(
  name: string,
  given: { attributes?: Attributes; carrier?: Readonly<Record<string, unknown>> },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const parent = given.carrier ? propagation.extract(context.active(), given.carrier, CARRIER) : context.active();
  return tracer().startActiveSpan(name, { attributes: given.attributes ?? {} }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "Error" });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Ends what is being sent. */
export type Tracing = { flush(): Promise<void>; stop(): Promise<void> };

/**
 * Sends spans to an OpenTelemetry collector by OTLP over HTTP. Without an address nothing of the SDK is loaded and spans cost
 * next to nothing. Sampling and further headers by OpenTelemetry's own settings (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS).
 */
export async function startTracing(process: "web" | "worker", endpoint: string | undefined): Promise<Tracing | null> {
  if (!endpoint) return null;
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources, hooks, core] =
    await Promise.all([
      import("@opentelemetry/sdk-trace-base"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/core"),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": "portolan", "service.instance.id": process }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    flush: () => provider.forceFlush(),
    stop: async () => {
      await provider.shutdown();
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}
