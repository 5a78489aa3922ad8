CREATE TABLE "appetite" (
	"org_id" uuid NOT NULL,
	"category" text NOT NULL,
	"name" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"stance" text NOT NULL,
	"tolerance" text NOT NULL,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "appetite_org_id_category_pk" PRIMARY KEY("org_id","category"),
	CONSTRAINT "appetite_tolerance" CHECK ("appetite"."tolerance" in ('green', 'yellow', 'amber', 'red'))
);
--> statement-breakpoint
CREATE TABLE "authority" (
	"org_id" uuid NOT NULL,
	"severity" text NOT NULL,
	"role" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "authority_org_id_severity_pk" PRIMARY KEY("org_id","severity"),
	CONSTRAINT "authority_severity" CHECK ("authority"."severity" in ('green', 'yellow', 'amber', 'red'))
);
--> statement-breakpoint
CREATE TABLE "escalation_rule" (
	"org_id" uuid NOT NULL,
	"key" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "escalation_rule_org_id_key_pk" PRIMARY KEY("org_id","key")
);
--> statement-breakpoint
CREATE TABLE "matrix" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"created_on" date NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "matrix_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "matrix_name_filled" CHECK ("matrix"."name" <> '')
);
--> statement-breakpoint
CREATE TABLE "matrix_version" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"matrix_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "matrix_version_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_setting" (
	"org_id" uuid NOT NULL,
	"matrix_version_id" uuid NOT NULL,
	"exposure_limit" bigint,
	"exposure_chance" double precision,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risk_setting_org_id_pk" PRIMARY KEY("org_id"),
	CONSTRAINT "risk_setting_exposure" CHECK ("risk_setting"."exposure_limit" >= 0 and "risk_setting"."exposure_chance" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "assumption" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"statement" text NOT NULL,
	"program_id" uuid,
	"initiative_id" uuid,
	"model_id" uuid,
	"counts_on_id" uuid,
	"owner_id" uuid,
	"validate_by" date,
	"status" text DEFAULT 'open' NOT NULL,
	"status_on" date,
	"risk_id" uuid,
	"raised_on" date NOT NULL,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "assumption_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "assumption_filled" CHECK ("assumption"."statement" <> ''),
	CONSTRAINT "assumption_place" CHECK (num_nonnulls("assumption"."program_id", "assumption"."initiative_id", "assumption"."model_id") <= 1),
	CONSTRAINT "assumption_status" CHECK ("assumption"."status" in ('open', 'held', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "issue" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"severity" text NOT NULL,
	"program_id" uuid,
	"initiative_id" uuid,
	"model_id" uuid,
	"counts_on_id" uuid,
	"owner_id" uuid,
	"status" text DEFAULT 'open' NOT NULL,
	"raised_on" date NOT NULL,
	"resolution_due_on" date,
	"resolved_on" date,
	"resolution" text,
	"risk_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "issue_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "issue_filled" CHECK ("issue"."title" <> ''),
	CONSTRAINT "issue_place" CHECK (num_nonnulls("issue"."program_id", "issue"."initiative_id", "issue"."model_id") <= 1),
	CONSTRAINT "issue_severity" CHECK ("issue"."severity" in ('green', 'yellow', 'amber', 'red')),
	CONSTRAINT "issue_resolved" CHECK (("issue"."status" = 'resolved') = ("issue"."resolved_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "escalation" (
	"org_id" uuid NOT NULL,
	"risk_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"to_role" text NOT NULL,
	"due_at" timestamp with time zone,
	"because" text NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "escalation_org_id_risk_id_rule_pk" PRIMARY KEY("org_id","risk_id","rule")
);
--> statement-breakpoint
CREATE TABLE "response_action" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"risk_id" uuid NOT NULL,
	"title" text NOT NULL,
	"owner_id" uuid,
	"due_on" date,
	"done_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "response_action_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_acceptance" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"risk_id" uuid NOT NULL,
	"assessment_id" uuid NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_on" date NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_on" date,
	"expires_on" date NOT NULL,
	"rationale" text NOT NULL,
	"decision_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risk_acceptance_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "risk_acceptance_decided" CHECK (num_nulls("risk_acceptance"."decision", "risk_acceptance"."decided_by", "risk_acceptance"."decided_on") in (0, 3)),
	CONSTRAINT "risk_acceptance_separate" CHECK ("risk_acceptance"."decision" is null or "risk_acceptance"."decision" = 'withdrawn' or "risk_acceptance"."decided_by" <> "risk_acceptance"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "risk_control" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"risk_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"effectiveness" double precision NOT NULL,
	"tested_on" date,
	"owner_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risk_control_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "risk_control_effectiveness" CHECK ("risk_control"."effectiveness" between 0 and 1),
	CONSTRAINT "risk_control_kind" CHECK ("risk_control"."kind" in ('preventive', 'mitigating'))
);
--> statement-breakpoint
CREATE TABLE "risk_indicator" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"risk_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"raise_warning" smallint DEFAULT 0 NOT NULL,
	"raise_critical" smallint DEFAULT 1 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"note" text,
	"raised_steps" smallint DEFAULT 0 NOT NULL,
	"since" timestamp with time zone,
	"alert_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risk_indicator_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "risk_indicator_steps" CHECK ("risk_indicator"."raise_warning" between 0 and 5 and "risk_indicator"."raise_critical" between 0 and 5 and "risk_indicator"."raised_steps" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "risk_tag" (
	"org_id" uuid NOT NULL,
	"risk_id" uuid NOT NULL,
	"framework" text NOT NULL,
	"edition" text NOT NULL,
	"ref" text NOT NULL,
	CONSTRAINT "risk_tag_org_id_risk_id_framework_edition_ref_pk" PRIMARY KEY("org_id","risk_id","framework","edition","ref")
);
--> statement-breakpoint
CREATE TABLE "risk" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"title" text NOT NULL,
	"cause" text,
	"event" text,
	"consequence" text,
	"kind" text DEFAULT 'threat' NOT NULL,
	"category" text,
	"program_id" uuid,
	"initiative_id" uuid,
	"model_id" uuid,
	"counts_on_id" uuid,
	"owner_id" uuid,
	"proximity_on" date,
	"raised_on" date NOT NULL,
	"review_on" date,
	"strategy" text,
	"contingency_plan" text,
	"contingency_trigger" text,
	"contingency" bigint,
	"probability" double precision,
	"loss_low" bigint,
	"loss_likely" bigint,
	"loss_high" bigint,
	"currency" text NOT NULL,
	"distribution" text DEFAULT 'fixed' NOT NULL,
	"correlation_group" text,
	"status" text DEFAULT 'open' NOT NULL,
	"closed_on" date,
	"closed_reason" text,
	"starter_ref" text,
	"inherent_score" smallint,
	"inherent_severity" text,
	"residual_score" smallint,
	"residual_severity" text,
	"residual_likelihood" smallint,
	"residual_impact" smallint,
	"residual_version_id" uuid,
	"target_score" smallint,
	"target_on" date,
	"expected_value" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risk_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "risk_title_filled" CHECK ("risk"."title" <> ''),
	CONSTRAINT "risk_place" CHECK (num_nonnulls("risk"."program_id", "risk"."initiative_id", "risk"."model_id") <= 1),
	CONSTRAINT "risk_probability" CHECK ("risk"."probability" between 0 and 1),
	CONSTRAINT "risk_losses" CHECK ("risk"."loss_low" >= 0 and "risk"."loss_likely" >= 0 and "risk"."loss_high" >= 0 and "risk"."contingency" >= 0),
	CONSTRAINT "risk_losses_ascend" CHECK (coalesce("risk"."loss_low", 0) <= coalesce("risk"."loss_likely", "risk"."loss_high", "risk"."loss_low", 0) and coalesce("risk"."loss_likely", 0) <= coalesce("risk"."loss_high", "risk"."loss_likely", 0)),
	CONSTRAINT "risk_distribution" CHECK ("risk"."distribution" = 'fixed' or ("risk"."distribution" in ('triangular', 'pert') and num_nonnulls("risk"."loss_low", "risk"."loss_likely", "risk"."loss_high") = 3)),
	CONSTRAINT "risk_strategy" CHECK ("risk"."strategy" is null or case "risk"."kind" when 'threat' then "risk"."strategy" in ('avoid', 'reduce', 'transfer', 'accept', 'contingency', 'escalate') when 'opportunity' then "risk"."strategy" in ('exploit', 'enhance', 'share', 'accept', 'escalate') else false end),
	CONSTRAINT "risk_closed" CHECK (case "risk"."status" when 'open' then "risk"."closed_on" is null and "risk"."closed_reason" is null when 'closed' then "risk"."closed_on" is not null and "risk"."closed_reason" <> '' when 'materialised' then "risk"."closed_on" is not null else false end)
);
--> statement-breakpoint
CREATE TABLE "risk_assessment" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"risk_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"matrix_version_id" uuid NOT NULL,
	"likelihood" smallint NOT NULL,
	"impacts" jsonb NOT NULL,
	"impact" smallint NOT NULL,
	"level" smallint NOT NULL,
	"severity" text NOT NULL,
	"score" smallint NOT NULL,
	"probability" double precision,
	"rationale" text DEFAULT '' NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"alert_id" uuid,
	"indicator_id" uuid,
	"assessed_on" date NOT NULL,
	"due_on" date,
	CONSTRAINT "risk_assessment_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "risk_assessment_probability" CHECK ("risk_assessment"."probability" between 0 and 1),
	CONSTRAINT "risk_assessment_due" CHECK ("risk_assessment"."kind" = 'target' or "risk_assessment"."due_on" is null)
);
--> statement-breakpoint
ALTER TABLE "matrix_version" ADD CONSTRAINT "matrix_version_matrix" FOREIGN KEY ("org_id","matrix_id") REFERENCES "public"."matrix"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_setting" ADD CONSTRAINT "risk_setting_matrix_version" FOREIGN KEY ("org_id","matrix_version_id") REFERENCES "public"."matrix_version"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assumption" ADD CONSTRAINT "assumption_program_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."program"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assumption" ADD CONSTRAINT "assumption_initiative_fk" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assumption" ADD CONSTRAINT "assumption_model_fk" FOREIGN KEY ("org_id","model_id") REFERENCES "public"."model"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assumption" ADD CONSTRAINT "assumption_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assumption" ADD CONSTRAINT "assumption_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_program_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."program"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_initiative_fk" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_model_fk" FOREIGN KEY ("org_id","model_id") REFERENCES "public"."model"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response_action" ADD CONSTRAINT "response_action_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response_action" ADD CONSTRAINT "response_action_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_acceptance" ADD CONSTRAINT "risk_acceptance_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_acceptance" ADD CONSTRAINT "risk_acceptance_assessment_fk" FOREIGN KEY ("org_id","assessment_id") REFERENCES "public"."risk_assessment"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_acceptance" ADD CONSTRAINT "risk_acceptance_proposed_by" FOREIGN KEY ("org_id","proposed_by") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_acceptance" ADD CONSTRAINT "risk_acceptance_decided_by" FOREIGN KEY ("org_id","decided_by") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_control" ADD CONSTRAINT "risk_control_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_control" ADD CONSTRAINT "risk_control_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_indicator" ADD CONSTRAINT "risk_indicator_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_indicator" ADD CONSTRAINT "risk_indicator_rule_fk" FOREIGN KEY ("org_id","rule_id") REFERENCES "public"."rule"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_tag" ADD CONSTRAINT "risk_tag_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk" ADD CONSTRAINT "risk_program_fk" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."program"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk" ADD CONSTRAINT "risk_initiative_fk" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk" ADD CONSTRAINT "risk_model_fk" FOREIGN KEY ("org_id","model_id") REFERENCES "public"."model"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk" ADD CONSTRAINT "risk_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk" ADD CONSTRAINT "risk_category_fk" FOREIGN KEY ("org_id","category") REFERENCES "public"."appetite"("org_id","category") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment" ADD CONSTRAINT "risk_assessment_risk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment" ADD CONSTRAINT "risk_assessment_matrix" FOREIGN KEY ("org_id","matrix_version_id") REFERENCES "public"."matrix_version"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "appetite_name" ON "appetite" USING btree ("org_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "matrix_name" ON "matrix" USING btree ("org_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "matrix_version_number" ON "matrix_version" USING btree ("org_id","matrix_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "assumption_code" ON "assumption" USING btree ("org_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "assumption_number" ON "assumption" USING btree ("org_id","number");--> statement-breakpoint
CREATE INDEX "assumption_validate" ON "assumption" USING btree ("org_id","validate_by","id");--> statement-breakpoint
CREATE INDEX "assumption_counts_on" ON "assumption" USING btree ("org_id","counts_on_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "issue_code" ON "issue" USING btree ("org_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "issue_number" ON "issue" USING btree ("org_id","number");--> statement-breakpoint
CREATE INDEX "issue_due" ON "issue" USING btree ("org_id","resolution_due_on","id");--> statement-breakpoint
CREATE INDEX "issue_counts_on" ON "issue" USING btree ("org_id","counts_on_id","id");--> statement-breakpoint
CREATE INDEX "issue_risk" ON "issue" USING btree ("org_id","risk_id");--> statement-breakpoint
CREATE INDEX "escalation_open" ON "escalation" USING btree ("org_id","rule","raised_at") WHERE cleared_at is null;--> statement-breakpoint
CREATE INDEX "response_action_risk" ON "response_action" USING btree ("org_id","risk_id");--> statement-breakpoint
CREATE INDEX "response_action_due" ON "response_action" USING btree ("org_id","due_on") WHERE done_on is null;--> statement-breakpoint
CREATE INDEX "risk_acceptance_risk" ON "risk_acceptance" USING btree ("org_id","risk_id");--> statement-breakpoint
CREATE INDEX "risk_acceptance_expires" ON "risk_acceptance" USING btree ("org_id","expires_on") WHERE decision = 'accepted';--> statement-breakpoint
CREATE UNIQUE INDEX "risk_acceptance_proposed" ON "risk_acceptance" USING btree ("org_id","risk_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "risk_control_risk" ON "risk_control" USING btree ("org_id","risk_id");--> statement-breakpoint
CREATE UNIQUE INDEX "risk_indicator_rule" ON "risk_indicator" USING btree ("org_id","risk_id","rule_id");--> statement-breakpoint
CREATE INDEX "risk_indicator_by_rule" ON "risk_indicator" USING btree ("org_id","rule_id");--> statement-breakpoint
CREATE INDEX "risk_tag_ref" ON "risk_tag" USING btree ("org_id","framework","ref");--> statement-breakpoint
CREATE UNIQUE INDEX "risk_code" ON "risk" USING btree ("org_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "risk_number" ON "risk" USING btree ("org_id","number");--> statement-breakpoint
CREATE INDEX "risk_open" ON "risk" USING btree ("org_id","id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "risk_expected" ON "risk" USING btree ("org_id",expected_value desc nulls last,"id");--> statement-breakpoint
CREATE INDEX "risk_score" ON "risk" USING btree ("org_id",residual_score desc nulls last,"id");--> statement-breakpoint
CREATE INDEX "risk_open_expected" ON "risk" USING btree ("org_id",expected_value desc nulls last,"id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "risk_cell" ON "risk" USING btree ("org_id","residual_likelihood","residual_impact","residual_version_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "risk_title" ON "risk" USING btree ("org_id",lower(left(title, 200)),"id");--> statement-breakpoint
CREATE INDEX "risk_status" ON "risk" USING btree ("org_id","status","id");--> statement-breakpoint
CREATE INDEX "risk_owner" ON "risk" USING btree ("org_id","owner_id","id");--> statement-breakpoint
CREATE INDEX "risk_proximity" ON "risk" USING btree ("org_id","proximity_on","id");--> statement-breakpoint
CREATE INDEX "risk_review" ON "risk" USING btree ("org_id","review_on","id");--> statement-breakpoint
CREATE INDEX "risk_counts_on" ON "risk" USING btree ("org_id","counts_on_id","id");--> statement-breakpoint
CREATE INDEX "risk_model" ON "risk" USING btree ("org_id","model_id");--> statement-breakpoint
CREATE INDEX "risk_program" ON "risk" USING btree ("org_id","program_id");--> statement-breakpoint
CREATE INDEX "risk_category" ON "risk" USING btree ("org_id","category");--> statement-breakpoint
CREATE UNIQUE INDEX "risk_assessment_number" ON "risk_assessment" USING btree ("org_id","risk_id","kind","number");--> statement-breakpoint
CREATE INDEX "risk_assessment_version" ON "risk_assessment" USING btree ("org_id","matrix_version_id");