CREATE TABLE "change" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"reason" text,
	"request_id" text,
	"detail" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "change_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"platform" text NOT NULL,
	"url" text NOT NULL,
	"auth" text DEFAULT 'none' NOT NULL,
	"sealed_secret" text,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"interval_seconds" integer DEFAULT 300 NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "connection_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "connection_interval" CHECK ("connection"."interval_seconds" between 1 and 604800)
);
--> statement-breakpoint
CREATE TABLE "connection_health" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"status" text DEFAULT 'new' NOT NULL,
	"last_attempt_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"circuit_open_until" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "connection_health_org_id_connection_id_pk" PRIMARY KEY("org_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "poll_run" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"connection_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"status" text DEFAULT 'running' NOT NULL,
	"points_read" integer DEFAULT 0 NOT NULL,
	"points_new" integer DEFAULT 0 NOT NULL,
	"points_restated" integer DEFAULT 0 NOT NULL,
	"request_url" text,
	"response_sha256" text,
	"duration_ms" integer,
	"error" text,
	CONSTRAINT "poll_run_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "custom_field" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"noun" text NOT NULL,
	"label" text NOT NULL,
	"kind" text NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "custom_field_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_file" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_file_org_id_import_id_pk" PRIMARY KEY("org_id","import_id")
);
--> statement-breakpoint
CREATE TABLE "import_mapping" (
	"org_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"fingerprint" text NOT NULL,
	"mapping" jsonb NOT NULL,
	CONSTRAINT "import_mapping_org_id_noun_fingerprint_pk" PRIMARY KEY("org_id","noun","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "import" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"noun" text NOT NULL,
	"file_name" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"status" text DEFAULT 'uploaded' NOT NULL,
	"mapping" jsonb,
	"counts" jsonb,
	"report" jsonb,
	"progress" integer DEFAULT 0 NOT NULL,
	"error" text,
	"change_id" uuid,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "import_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "initiative" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"problem" text,
	"outcome" text,
	"business_unit" text,
	"domain" text,
	"type" text,
	"tier" smallint,
	"stage" text,
	"delivery_method" text,
	"sponsor_id" uuid,
	"owner_id" uuid,
	"lead_id" uuid,
	"sponsor_name" text,
	"owner_name" text,
	"lead_name" text,
	"start_on" date,
	"target_on" date,
	"program_id" uuid,
	"restricted" boolean DEFAULT false NOT NULL,
	"custom" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"source" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "initiative_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "initiative_tier_range" CHECK ("initiative"."tier" between 1 and 3),
	CONSTRAINT "initiative_title_filled" CHECK ("initiative"."title" <> '')
);
--> statement-breakpoint
CREATE TABLE "initiative_person" (
	"org_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	CONSTRAINT "initiative_person_org_id_initiative_id_member_id_pk" PRIMARY KEY("org_id","initiative_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "program" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "program_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "tag" (
	"org_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "tag_org_id_initiative_id_name_pk" PRIMARY KEY("org_id","initiative_id","name")
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"rule_id" uuid NOT NULL,
	"model_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"level" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"value" double precision,
	"limit" double precision,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "alert_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "point" (
	"org_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	"received_at" timestamp with time zone DEFAULT private.stamp() NOT NULL,
	"poll_run_id" uuid,
	CONSTRAINT "point_org_id_series_id_at_pk" PRIMARY KEY("org_id","series_id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "point_replaced" (
	"org_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"replaced_at" timestamp with time zone NOT NULL,
	"poll_run_id" uuid,
	CONSTRAINT "point_replaced_org_id_series_id_at_received_at_pk" PRIMARY KEY("org_id","series_id","at","received_at")
);
--> statement-breakpoint
CREATE TABLE "rule" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"model_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"warning" double precision,
	"critical" double precision,
	"clear_warning" double precision,
	"clear_critical" double precision,
	"breaches" smallint DEFAULT 1 NOT NULL,
	"clears" smallint DEFAULT 1 NOT NULL,
	"no_data_after" smallint DEFAULT 2 NOT NULL,
	"window_seconds" integer DEFAULT 86400 NOT NULL,
	"single_shot" boolean DEFAULT false NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "rule_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "rule_counts" CHECK ("rule"."breaches" >= 1 and "rule"."clears" >= 1 and "rule"."no_data_after" >= 1 and "rule"."window_seconds" >= 1),
	CONSTRAINT "rule_limits" CHECK ("rule"."warning" is not null or "rule"."critical" is not null)
);
--> statement-breakpoint
CREATE TABLE "rule_state" (
	"org_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	"evaluated_to" timestamp with time zone,
	CONSTRAINT "rule_state_org_id_rule_id_pk" PRIMARY KEY("org_id","rule_id")
);
--> statement-breakpoint
CREATE TABLE "series" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"model_id" uuid NOT NULL,
	"connection_id" uuid,
	"metric" text NOT NULL,
	"label" text NOT NULL,
	"kind" text DEFAULT 'other' NOT NULL,
	"unit" text,
	"dims" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"key" text NOT NULL,
	"primary" boolean DEFAULT false NOT NULL,
	"interval_seconds" integer,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "series_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "series_watermark" (
	"org_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"high_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "series_watermark_org_id_series_id_pk" PRIMARY KEY("org_id","series_id")
);
--> statement-breakpoint
CREATE TABLE "model" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"purpose" text,
	"type" text,
	"tier" smallint,
	"status" text DEFAULT 'live' NOT NULL,
	"initiative_id" uuid,
	"builder_id" uuid,
	"operator_id" uuid,
	"connection_id" uuid,
	"external_ref" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "model_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "model_tier_range" CHECK ("model"."tier" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "model_version" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"model_id" uuid NOT NULL,
	"label" text NOT NULL,
	"alias" text,
	"external_ref" text,
	"live_from" timestamp with time zone,
	"live_to" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "model_version_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"invited_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "invitation_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "member_preference" (
	"org_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "member_preference_org_id_member_id_key_pk" PRIMARY KEY("org_id","member_id","key")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "membership_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "membership_role" CHECK (role in ('admin', 'executive', 'pmo', 'owner', 'validator', 'mlops', 'finance', 'auditor', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"org_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"fiscal_year_start" smallint DEFAULT 1 NOT NULL,
	"locale" text DEFAULT 'en-US' NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "organisation_org_id_pk" PRIMARY KEY("org_id"),
	CONSTRAINT "organisation_fiscal_year_start" CHECK ("organisation"."fiscal_year_start" between 1 and 12),
	CONSTRAINT "organisation_slug_form" CHECK ("organisation"."slug" ~ '^[a-z0-9][a-z0-9-]{1,62}$')
);
--> statement-breakpoint
CREATE TABLE "pack" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"forum" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"since" timestamp with time zone,
	"template_version" text NOT NULL,
	"paper" text DEFAULT 'a4' NOT NULL,
	"status" text DEFAULT 'building' NOT NULL,
	"data_sha256" text,
	"pdf_sha256" text,
	"pages" integer,
	"error" text,
	"requested_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "pack_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "pack_file" (
	"org_id" uuid NOT NULL,
	"pack_id" uuid NOT NULL,
	"data" text NOT NULL,
	"pdf" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pack_file_org_id_pack_id_pk" PRIMARY KEY("org_id","pack_id")
);
--> statement-breakpoint
CREATE TABLE "pack_progress" (
	"org_id" uuid NOT NULL,
	"pack_id" uuid NOT NULL,
	"step" text NOT NULL,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	CONSTRAINT "pack_progress_org_id_pack_id_pk" PRIMARY KEY("org_id","pack_id")
);
--> statement-breakpoint
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_program" FOREIGN KEY ("org_id","program_id") REFERENCES "public"."program"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_sponsor_fk" FOREIGN KEY ("org_id","sponsor_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_owner_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_lead_fk" FOREIGN KEY ("org_id","lead_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_person" ADD CONSTRAINT "person_initiative" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_person" ADD CONSTRAINT "person_member" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program" ADD CONSTRAINT "program_parent" FOREIGN KEY ("org_id","parent_id") REFERENCES "public"."program"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag" ADD CONSTRAINT "tag_initiative" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_rule_fk" FOREIGN KEY ("org_id","rule_id") REFERENCES "public"."rule"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_series_fk" FOREIGN KEY ("org_id","series_id") REFERENCES "public"."series"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_model_fk" FOREIGN KEY ("org_id","model_id") REFERENCES "public"."model"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_initiative_fk" FOREIGN KEY ("org_id","initiative_id") REFERENCES "public"."initiative"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_builder_fk" FOREIGN KEY ("org_id","builder_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_operator_fk" FOREIGN KEY ("org_id","operator_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_model" FOREIGN KEY ("org_id","model_id") REFERENCES "public"."model"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "change_at" ON "change" USING btree ("org_id","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_name" ON "connection" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "poll_run_started" ON "poll_run" USING btree ("org_id","connection_id","started_at");--> statement-breakpoint
CREATE INDEX "custom_field_noun" ON "custom_field" USING btree ("org_id","noun","position");--> statement-breakpoint
CREATE INDEX "import_created" ON "import" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "initiative_code" ON "initiative" USING btree ("org_id","code");--> statement-breakpoint
CREATE INDEX "initiative_title" ON "initiative" USING btree ("org_id",lower(left(title, 200)),"id");--> statement-breakpoint
CREATE INDEX "initiative_stage" ON "initiative" USING btree ("org_id","stage","id");--> statement-breakpoint
CREATE INDEX "initiative_tier" ON "initiative" USING btree ("org_id","tier","id");--> statement-breakpoint
CREATE INDEX "initiative_unit" ON "initiative" USING btree ("org_id",left(business_unit, 200),"id");--> statement-breakpoint
CREATE INDEX "initiative_target" ON "initiative" USING btree ("org_id","target_on","id");--> statement-breakpoint
CREATE INDEX "initiative_start" ON "initiative" USING btree ("org_id","start_on","id");--> statement-breakpoint
CREATE INDEX "initiative_owner" ON "initiative" USING btree ("org_id","owner_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "program_name" ON "program" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "tag_name" ON "tag" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "alert_model" ON "alert" USING btree ("org_id","model_id","opened_at");--> statement-breakpoint
CREATE INDEX "alert_opened" ON "alert" USING btree ("org_id","opened_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open" ON "alert" USING btree ("org_id","rule_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "rule_model" ON "rule" USING btree ("org_id","model_id");--> statement-breakpoint
CREATE INDEX "rule_series" ON "rule" USING btree ("org_id","series_id");--> statement-breakpoint
CREATE UNIQUE INDEX "series_key" ON "series" USING btree ("org_id","key");--> statement-breakpoint
CREATE INDEX "series_model" ON "series" USING btree ("org_id","model_id");--> statement-breakpoint
CREATE INDEX "model_name" ON "model" USING btree ("org_id","name","id");--> statement-breakpoint
CREATE INDEX "model_initiative" ON "model" USING btree ("org_id","initiative_id");--> statement-breakpoint
CREATE UNIQUE INDEX "model_external" ON "model" USING btree ("org_id","connection_id","external_ref");--> statement-breakpoint
CREATE UNIQUE INDEX "model_version_label" ON "model_version" USING btree ("org_id","model_id","label");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_token" ON "invitation" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_user" ON "membership" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_slug" ON "organisation" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "pack_as_of" ON "pack" USING btree ("org_id","as_of","id");--> statement-breakpoint
CREATE UNIQUE INDEX "pack_number" ON "pack" USING btree ("org_id","number");