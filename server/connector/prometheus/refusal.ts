import { ConnectorError, type HttpAsk } from "@/server/connector/contract";
import { refusal } from "@/server/connector/prometheus/shape";

const MOST_WORDS = 300;

const oneLine = (text: string): string => {
  const words = text.replaceAll(/\s+/g, " ").trim();
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;
};

function parsed(text: string): { errorType: string; error: string } | null {
  try {
    const found = refusal.safeParse(JSON.parse(text));
    return found.success ? { errorType: found.data.errorType, error: oneLine(found.data.error) } : null;
  } catch {
    return null;
  }
}

/**
 * A refusal in this interface's words, with what cures it. Being asked to wait (429) and a refused sign-in keep what
 * their status says, but for a missing tenant.
 *
 * @source Prometheus HTTP API, "Format overview": 400 bad_data, 422 execution, 503 timeout or canceled.
 */
export const explain: NonNullable<HttpAsk["explain"]> = ({ status, text }) => {
  if (status === 401 && /no org id/i.test(text))
    return new ConnectorError(
      "auth",
      "The server asks for a tenant: fill in the tenant (X-Scope-OrgID) of this connection",
    );
  if (status === 401 || status === 403 || status === 429) return null;
  const said = parsed(text);
  if (!said) return null;
  const { errorType, error } = said;
  switch (errorType) {
    case "bad_data":
      return new ConnectorError("config", `The server does not understand the query: ${error}`);
    case "execution":
      return new ConnectorError("config", `The server cannot evaluate the query: ${error}`);
    case "timeout":
    case "canceled":
      return new ConnectorError(
        "transient",
        `The query took longer than the server allows (${error}); a longer step, a simpler query or a recording rule on the server helps`,
      );
    default:
      if (status < 500 && status !== 408) return new ConnectorError("config", `The server refuses the query: ${error}`);
      return new ConnectorError("transient", `The server failed (${status}): ${error}`);
  }
};
