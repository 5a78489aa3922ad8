import "./schema/api-token";
import "./schema/comment";
import "./schema/connection";
import "./schema/custom-field";
import "./schema/document";
import "./schema/import";
import "./schema/initiative";
import "./schema/link";
import "./schema/mail";
import "./schema/matrix";
import "./schema/metric";
import "./schema/model";
import "./schema/notification";
import "./schema/organisation";
import "./schema/pack";
import "./schema/quota";
import "./schema/raid";
import "./schema/risk";
import "./schema/risk-part";
import "./schema/saved-view";
import "./schema/seal";
import { tableKinds } from "./columns";

/** Every table of an organisation and its kind; `change` is the record itself. */
export const kinds: ReadonlyMap<string, "recorded" | "series" | "operational"> = tableKinds;
