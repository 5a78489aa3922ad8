import { openmetricsConfig } from "@/domain/connection/input";
import { groupThousands, listOf, plural } from "@/domain/shared/sentence";
import {
  type CheckStep,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  type HttpAnswer,
} from "@/server/connector/contract";
import { type Dialect, type ExpositionSample, parseExposition } from "@/server/connector/openmetrics/exposition";
import { toPull } from "@/server/connector/openmetrics/mapper";

const ACCEPT = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

function dialectOf({ contentType, body }: HttpAnswer): Dialect {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/openmetrics-text") return "openmetrics";
  if (type === "text/plain" || type === "") return "classic";
  const hint = body.subarray(0, 1).toString() === "<" ? "; it looks like a web page" : "";
  throw new ConnectorError("contract", `The address answers with ${type || "no type"}, not with metrics${hint}`);
}

/** Text of a body that must be UTF-8; the line where it is not is named. */
function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    const strict = new TextDecoder("utf-8", { fatal: true });
    let line = 1;
    for (let from = 0; from < body.length; line += 1) {
      const end = body.indexOf(10, from);
      const to = end < 0 ? body.length : end;
      try {
        strict.decode(body.subarray(from, to));
      } catch {
        break;
      }
      from = to + 1;
    }
    throw new ConnectorError("contract", `Line ${line}: the text is not UTF-8`);
  }
}

async function scrape(ctx: ConnectorContext): Promise<{ samples: ExpositionSample[]; dialect: Dialect }> {
  const answer = await ctx.http.ask(ctx.url, { accept: ACCEPT, secret: ctx.secret });
  const dialect = dialectOf(answer);
  return { samples: parseExposition(textOf(answer.body), dialect), dialect };
}

const DIALECTS: Record<Dialect, string> = { openmetrics: "OpenMetrics", classic: "Prometheus text" };

async function* check(ctx: ConnectorContext): AsyncIterable<CheckStep> {
  try {
    const config = openmetricsConfig.parse(ctx.config);
    const { samples, dialect } = await scrape(ctx);
    yield { step: "Reach the address and sign in", ok: true, detail: new URL(ctx.url).host };
    yield {
      step: "Read the answer",
      ok: true,
      detail: `${groupThousands(samples.length)} ${plural(samples.length, "value")} in ${DIALECTS[dialect]} format`,
    };
    const { models, series } = toPull(samples, config, new Date(0));
    const names = models.map((model) => model.name);
    yield models.length === 0
      ? {
          step: "Find models",
          ok: false,
          detail: `No value carries the label "${config.modelLabel}"${config.prefix ? ` and starts with "${config.prefix}"` : ""}`,
        }
      : {
          step: "Find models",
          ok: true,
          detail: `${groupThousands(series.length)} ${plural(series.length, "measure")} of ${listOf(names, 5)}`,
        };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const reached = error.kind === "contract" || error.message.startsWith("The answer was cut off");
    if (reached) yield { step: "Reach the address and sign in", ok: true, detail: new URL(ctx.url).host };
    yield { step: reached ? "Read the answer" : "Reach the address and sign in", ok: false, detail: error.message };
  }
}

/** Scrapes a model server. One request a poll; whatever it dates late or again is stored like anything else. */
export const openmetrics: Connector = {
  platform: "openmetrics",
  label: "OpenMetrics",
  latenessMs: 0,
  pieceMs: null, // a page of metrics shows what it shows, and was never asked for a date
  check,
  async pull(ctx, { now }) {
    const { samples } = await scrape(ctx);
    return {
      ...toPull(samples, openmetricsConfig.parse(ctx.config), now),
      provenance: ctx.http.provenance(),
      truncated: false,
    };
  },
};
