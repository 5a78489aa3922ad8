import { historyOf } from "./columns";
import { apiTokenColumns } from "./schema/api-token";
import { commentColumns } from "./schema/comment";
import { connectionColumns } from "./schema/connection";
import { customFieldColumns } from "./schema/custom-field";
import { documentColumns, documentFileColumns } from "./schema/document";
import { initiativeColumns, initiativePersonColumns, programColumns, tagColumns } from "./schema/initiative";
import { linkColumns } from "./schema/link";
import {
  appetiteColumns,
  authorityColumns,
  escalationRuleColumns,
  matrixColumns,
  matrixVersionColumns,
  riskSettingColumns,
} from "./schema/matrix";
import { alertColumns, ruleColumns, seriesColumns } from "./schema/metric";
import { modelColumns, modelVersionColumns } from "./schema/model";
import { invitationColumns, membershipColumns, organisationColumns } from "./schema/organisation";
import { packColumns, packMailColumns } from "./schema/pack";
import { quotaColumns } from "./schema/quota";
import { assumptionColumns, issueColumns } from "./schema/raid";
import { riskAssessmentColumns, riskColumns } from "./schema/risk";
import {
  escalationColumns,
  responseActionColumns,
  riskAcceptanceColumns,
  riskControlColumns,
  riskIndicatorColumns,
  riskTagColumns,
} from "./schema/risk-part";
import { savedViewColumns } from "./schema/saved-view";

/** Typed `history.x` of every recorded table; a test fails when one is missing. */
export const history = {
  organisation: historyOf("organisation", organisationColumns),
  membership: historyOf("membership", membershipColumns),
  invitation: historyOf("invitation", invitationColumns),
  apiToken: historyOf("api_token", apiTokenColumns),
  program: historyOf("program", programColumns),
  initiative: historyOf("initiative", initiativeColumns),
  tag: historyOf("tag", tagColumns),
  initiativePerson: historyOf("initiative_person", initiativePersonColumns),
  customField: historyOf("custom_field", customFieldColumns),
  model: historyOf("model", modelColumns),
  modelVersion: historyOf("model_version", modelVersionColumns),
  connection: historyOf("connection", connectionColumns),
  series: historyOf("series", seriesColumns),
  rule: historyOf("rule", ruleColumns),
  alert: historyOf("alert", alertColumns),
  pack: historyOf("pack", packColumns),
  packMail: historyOf("pack_mail", packMailColumns),
  comment: historyOf("comment", commentColumns),
  document: historyOf("document", documentColumns),
  documentFile: historyOf("document_file", documentFileColumns),
  link: historyOf("link", linkColumns),
  quota: historyOf("quota", quotaColumns),
  savedView: historyOf("saved_view", savedViewColumns),
  matrix: historyOf("matrix", matrixColumns),
  matrixVersion: historyOf("matrix_version", matrixVersionColumns),
  riskSetting: historyOf("risk_setting", riskSettingColumns),
  appetite: historyOf("appetite", appetiteColumns),
  authority: historyOf("authority", authorityColumns),
  escalationRule: historyOf("escalation_rule", escalationRuleColumns),
  risk: historyOf("risk", riskColumns),
  riskAssessment: historyOf("risk_assessment", riskAssessmentColumns),
  riskControl: historyOf("risk_control", riskControlColumns),
  responseAction: historyOf("response_action", responseActionColumns),
  riskTag: historyOf("risk_tag", riskTagColumns),
  riskIndicator: historyOf("risk_indicator", riskIndicatorColumns),
  riskAcceptance: historyOf("risk_acceptance", riskAcceptanceColumns),
  escalation: historyOf("escalation", escalationColumns),
  assumption: historyOf("assumption", assumptionColumns),
  issue: historyOf("issue", issueColumns),
};
